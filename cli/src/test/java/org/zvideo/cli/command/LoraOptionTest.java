package org.zvideo.cli.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.zvideo.cli.option.PresetFile;
import org.zvideo.cli.terminal.Console;
import org.zvideo.core.weights.LoraFile;
import org.zvideo.video.error.MediaException;
import picocli.CommandLine;

/** How LoRAs are named on the command line and in presets. Oracle: the files that there are, and models.md's rule of the colon. */
class LoraOptionTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "a.safetensors, a.safetensors, 1",
        "a.safetensors:0.8, a.safetensors, 0.8",
        "a.safetensors:-.5, a.safetensors, -0.5",
        "a.safetensors:1e-1, a.safetensors, 0.1",
        "a.safetensors:0, a.safetensors, 0",
        "C:\\loras\\a.safetensors, C:\\loras\\a.safetensors, 1",
        "C:\\loras\\a.safetensors:0.5, C:\\loras\\a.safetensors, 0.5",
        "v1:2/a, v1:2/a, 1",
        "art:1d, art:1d, 1",
        "art:NaN, art:NaN, 1",
        "art:0x1p3, art:0x1p3, 1",
        "a:2:0.5, a:2, 0.5"
    })
    void onlyANumberAfterTheLastColonIsAWeight(String typed, String file, double weight) {
        assertEquals(List.of(new LoraFile(Path.of(file), weight)), loras(typed));
    }

    @Test
    void aFileOfTheWholeNameIsThatFile() throws IOException {
        Path whole = Files.createFile(folder.resolve("style:0.5"));
        assertEquals(List.of(new LoraFile(whole, 1)), loras(whole.toString()));
        assertEquals(List.of(new LoraFile(whole, 2)), loras(whole + ":2"));
        String message = assertThrows(CommandLine.ParameterException.class, () -> loras(whole + ":much"))
                .getMessage();
        assertTrue(message.contains("expected a number like 1.5 after the colon"), message);
    }

    @Test
    void presetsNameThemBesideThemselves() throws IOException {
        Path preset = folder.resolve("look.json");
        Files.writeString(preset, "{\"steps\": 7, \"lora\": [\"a.safetensors:0.5\", \"/x/b.safetensors\"]}");
        LoraFile own = new LoraFile(folder.toAbsolutePath().resolve("a.safetensors"), 0.5);
        assertEquals(List.of(own, new LoraFile(Path.of("/x/b.safetensors"), 1)), preset(preset));
        assertEquals(
                List.of(new LoraFile(Path.of("c"), 1)),
                preset(preset, "--lora", "c"),
                "the command line takes precedence");
        Files.writeString(preset, "{\"lora\": \"a.safetensors:0.5\"}");
        assertEquals(List.of(own), preset(preset));
        CommandLine line = parsed(preset);
        Path copy = folder.resolve("elsewhere.json");
        Files.write(copy, PresetFile.chosen(line));
        assertEquals(List.of(own), preset(copy), "what is saved is what was chosen");
        Files.writeString(preset, "{\"lora\": [\"a.safetensors:0,5\"]}");
        assertEquals(
                "preset " + preset + ": lora: 'a.safetensors:0,5': expected a number with a point: 0.5 after the colon",
                assertThrows(MediaException.class, () -> preset(preset)).getMessage());
        Files.writeString(preset, "{\"steps\": [7]}");
        assertThrows(MediaException.class, () -> preset(preset));
    }

    private static List<LoraFile> loras(String typed) {
        return CommandLines.request(Path.of("in.mp4"), List.of("in.mp4", "--style", "art.jpg", "--lora", typed))
                .machine()
                .source()
                .loras();
    }

    private static List<LoraFile> preset(Path file, String... more) {
        Zvideo command = parsed(file, more).getCommand();
        return command.machine.loras().stream().sorted().toList();
    }

    private static CommandLine parsed(Path file, String... more) {
        CommandLine line = Commands.line(new Console(null));
        List<String> arguments = new ArrayList<>(List.of("in.mp4", "--style", "art.jpg", "--preset", file.toString()));
        arguments.addAll(List.of(more));
        line.parseArgs(PresetFile.apply(line, arguments.toArray(String[]::new)));
        return line;
    }
}
