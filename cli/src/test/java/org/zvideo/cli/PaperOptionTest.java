package org.zvideo.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.zvideo.cli.command.Commands;
import org.zvideo.cli.command.Zvideo;
import org.zvideo.cli.option.FormerNames;
import org.zvideo.cli.terminal.Console;
import org.zvideo.core.StyleTransferOptions;
import picocli.CommandLine;

/** Oracle: {@link StyleTransferOptions#paper}, and the settings that a report tells. */
class PaperOptionTest {
    @RegisterExtension
    static final WarmProgram PROGRAM = new WarmProgram();

    private final Path folder = PROGRAM.folder();

    @Test
    void paperAsksForThePapersMethod() {
        CommandLine line = Commands.line(new Console(null));
        line.parseArgs(Run.BUNNY, "--style", Run.STYLE, "--paper");
        Zvideo command = line.getCommand();
        assertEquals(StyleTransferOptions.paper(), command.method.options(warning -> {}));
    }

    @Test
    void whatThePaperLeavesOpenCanBeChosen() throws Exception {
        assertEquals(
                0,
                zvideo("--paper", "--steps", "3", "--energy-steps", "0-2", "--energy-weight", "0.02")
                        .status());
        JsonNode method = new ObjectMapper()
                .readTree(folder.resolve("out.report.json").toFile())
                .at("/settings/method");
        assertEquals("UNET", method.at("/energy/gradient").asText());
        assertEquals("NORM", method.at("/energy/form").asText());
        assertEquals("Infinity", method.at("/energy/reach").asText());
        assertEquals(2, method.at("/energy/steps/end").asInt());
        assertEquals(0.02, method.at("/energy/weight").asDouble());
        assertEquals(false, method.at("/attendBalance").asBoolean());
        assertEquals(false, method.at("/keepUnstyled").asBoolean());
    }

    @Test
    void whatContradictsThePaperIsRefused() throws Exception {
        zvideo("--paper", "--layers", "9-15").assertFailed(64, "--paper and --layers contradict each other");
        zvideo("--paper", "--preset", "draft").assertFailed(64, "--paper and --preset contradict each other");
        Files.writeString(folder.resolve("mine.json"), "{\"attend-balance\": true}");
        zvideo("--paper", "--preset", "mine.json")
                .assertFailed(64, "--paper and --attend-balance contradict each other");
        PROGRAM.of("ablate", "--content", Run.BUNNY, "--style", Run.STYLE, "-o", "out", "--paper", "--sain", "none")
                .assertFailed(64, "--paper and --sain contradict each other");
        assertEquals(false, Files.exists(folder.resolve("out")));
    }

    /** Oracle: what the present names give. */
    @Test
    void formerNamesAreTaken() throws Exception {
        Files.writeString(folder.resolve("old.json"), "{\"deep-every\": 2, \"sain\": \"printed\"}");
        assertEquals(
                0,
                zvideo("--steps", "2", "--preset", "old.json", "--checkpoints").status());
        JsonNode settings = new ObjectMapper()
                .readTree(folder.resolve("out.report.json").toFile())
                .at("/settings");
        assertEquals(2, settings.at("/method/deepInterval").asInt());
        assertEquals("PRINTED", settings.at("/method/sain/mode").asText());
        assertEquals(true, settings.at("/checkpoints").asBoolean());
        String[] former = {"--deep-every", "--deep-every=3", "--no-checkpoints", "-o", "deep-every"};
        String[] present = {"--coarse-every", "--coarse-every=3", "--no-gradient-checkpointing", "-o", "deep-every"};
        assertArrayEquals(present, FormerNames.replaced(former));
    }

    private Run zvideo(String... options) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(Run.BUNNY, "--style", Run.STYLE, "-o", "out.mp4"));
        command.addAll(List.of("--model", Run.TINY, "--size", "64", "--frames", "2"));
        command.addAll(List.of(options));
        return PROGRAM.of(command.toArray(String[]::new));
    }
}
