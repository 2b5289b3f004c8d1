package org.zvideo.video.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.zvideo.cli.command.CommandLines;
import org.zvideo.core.Preset;
import org.zvideo.core.StyleTransferOptions;
import org.zvideo.core.error.ErrorKind;
import org.zvideo.core.error.ZvideoException;
import org.zvideo.core.torch.Placement;
import org.zvideo.video.error.MediaException;
import org.zvideo.video.request.Effort;
import org.zvideo.video.request.RequestJson;
import org.zvideo.video.request.ResolvedRequest;
import org.zvideo.video.request.StyleEditRequest;
import org.zvideo.video.request.StyleTransferRequest;
import org.zvideo.video.stage.Schedule;

/**
 * Requests as values and as JSON. Oracles: the command line that a request was made from; the schema, checked by a validator
 * that knows nothing of zvideo.
 */
class RequestTest {
    /** A value of each option that a request holds; the others choose files of their own or talk. */
    private static final Map<String, List<String>> OPTIONS = Map.ofEntries(
            Map.entry("--style", List.of("--style", "art.jpg:1.5", "--style", "other.png")),
            Map.entry("--style-at", List.of("--style-at", "0:03=other.png:1.1", "--style-at", "cut:2=art.jpg")),
            Map.entry("--style-fade", List.of("--style-at", "4=other.png", "--style-fade", "1.5")),
            Map.entry("--from", List.of("--from", "1:02.5")),
            Map.entry("--to", List.of("--to", "2:01.25")),
            Map.entry("--duration", List.of("--duration", "0.5")),
            Map.entry("--frames", List.of("--frames", "48")),
            Map.entry("--codec", List.of("--codec", "vp9")),
            Map.entry("--quality", List.of("--quality", "20")),
            Map.entry("--no-audio", List.of("--no-audio")),
            Map.entry("--audio-tracks", List.of("--audio-tracks", "0,2")),
            Map.entry("--start-number", List.of("--start-number", "7")),
            Map.entry("-y", List.of("-y")),
            Map.entry("-n", List.of("-n")),
            Map.entry("--allow-damaged", List.of("--allow-damaged")),
            Map.entry("--max-pixels", List.of("--max-pixels", "1000000")),
            Map.entry("--codecs", List.of("--codecs", "magicyuv,zlib")),
            Map.entry("--fps", List.of("--fps", "30000/1001")),
            Map.entry("--preset", List.of("--preset", "draft")),
            Map.entry("--steps", List.of("--steps", "7")),
            Map.entry("--coarse-every", List.of("--coarse-every", "2")),
            Map.entry("--inversion-every", List.of("--inversion-every", "2")),
            Map.entry("--timesteps", List.of("--timesteps", "999,749,499,249")),
            Map.entry("--inversion-steps", List.of("--inversion-steps", "40")),
            Map.entry("--lambda", List.of("--lambda", "0.75")),
            Map.entry("--palette", List.of("--palette", "0.5")),
            Map.entry("--palette-scope", List.of("--palette-scope", "film")),
            Map.entry("--strokes", List.of("--strokes", "0.25")),
            Map.entry("--stroke-size", List.of("--stroke-size", "1.5")),
            Map.entry("--detail", List.of("--detail", "0.75")),
            Map.entry("--keep-work", List.of("--keep-work")),
            Map.entry("--strength", List.of("--strength", "0.5")),
            Map.entry("--color", List.of("--color", "0.3")),
            Map.entry("--arrangement", List.of("--arrangement", "style-cross")),
            Map.entry("--add-weight", List.of("--arrangement", "add", "--add-weight", "0.25")),
            Map.entry("--layers", List.of("--layers", "8-12")),
            Map.entry("--start-step", List.of("--start-step", "2")),
            Map.entry("--end-step", List.of("--end-step", "9")),
            Map.entry("--sain", List.of("--sain", "mean")),
            Map.entry("--content-anchor", List.of("--content-anchor", "0.01")),
            Map.entry("--temporal", List.of("--temporal", "attention")),
            Map.entry("--attend", List.of("--temporal", "full", "--attend", "first,self")),
            Map.entry("--attend-balance", List.of("--temporal", "full", "--no-attend-balance")),
            Map.entry("--flow-parts", List.of("--flow-parts", "carry,long-range")),
            Map.entry("--carry", List.of("--carry", "0.5")),
            Map.entry("--carry-detail", List.of("--carry-detail", "0.25")),
            Map.entry("--carry-width", List.of("--carry-width", "2.5")),
            Map.entry("--energy-weight", List.of("--temporal", "full", "--energy-weight", "0.1")),
            Map.entry("--energy-gradient", List.of("--temporal", "full", "--energy-gradient", "unet")),
            Map.entry("--energy-form", List.of("--temporal", "full", "--energy-form", "norm")),
            Map.entry("--energy-steps", List.of("--temporal", "full", "--energy-steps", "1-5")),
            Map.entry("--energy-reach", List.of("--temporal", "full", "--energy-reach", "0.125")),
            Map.entry("--keep-unstyled", List.of("--no-keep-unstyled")),
            Map.entry("--paper", List.of("--paper")),
            Map.entry("--size", List.of("--size", "320")),
            Map.entry("--mask", List.of("--mask", "mask.png")),
            Map.entry("--mask-invert", List.of("--mask", "mask.png", "--mask-invert")),
            Map.entry("--mask-feather", List.of("--mask", "mask.png", "--mask-feather", "3")),
            Map.entry("--sain-scope", List.of("--mask", "mask.png", "--sain-scope", "global")),
            Map.entry("--pre-filter", List.of("--pre-filter", "crop=64:64")),
            Map.entry("--post-filter", List.of("--post-filter", "unsharp")),
            Map.entry("--model", List.of("--model", "models/sd")),
            Map.entry("--model-config", List.of("--model", "sd.safetensors", "--model-config", "configs")),
            Map.entry("--prediction", List.of("--model", "models/sd", "--prediction", "v")),
            Map.entry("--lora-inversion", List.of("--lora", "a.safetensors", "--lora-inversion", "base")),
            Map.entry("--motion", List.of("--motion", "mm.safetensors")),
            Map.entry("--motion-window", List.of("--motion", "mm.safetensors", "--motion-window", "8")),
            Map.entry("--motion-overlap", List.of("--motion", "mm.safetensors", "--motion-overlap", "0")),
            Map.entry("--motion-norm", List.of("--motion", "mm.safetensors", "--motion-norm", "clip")),
            Map.entry("--motion-betas", List.of("--motion", "mm.safetensors", "--motion-betas", "model")),
            Map.entry("--lora", List.of("--lora", "b.safetensors:-0.5", "--lora", "loras/a.safetensors")),
            Map.entry("--vae", List.of("--vae", "vaes/mse.safetensors")),
            Map.entry("--decoder", List.of("--decoder", "taesd")),
            Map.entry("--device", List.of("--device", "cuda:1")),
            Map.entry("--precision", List.of("--precision", "bf16")),
            Map.entry("--threads", List.of("--threads", "3")),
            Map.entry("--memory", List.of("--memory", "2G")),
            Map.entry("--gradient-checkpointing", List.of("--gradient-checkpointing")),
            Map.entry("--every", List.of("--every", "4")),
            Map.entry("--cuts", List.of("--cuts", "cuts.txt")),
            Map.entry("--restart", List.of("--restart")),
            Map.entry("--max-time", List.of("--max-time", "20:00")),
            Map.entry("--compare", List.of("--compare", "wipe")),
            Map.entry("--measure-flow", List.of("--measure-flow", "farneback,dis")),
            Map.entry("--no-report", List.of("--no-report")),
            Map.entry("--dump", List.of("--dump", "inside")),
            Map.entry("--dump-frames", List.of("--dump", "inside", "--dump-frames", "0,2-3")));

    /** Options that are not part of a request, and why. */
    private static final Set<String> OTHERS = Set.of(
            "--output", // the result's name, which every request has
            "--out-dir", // several requests
            "--filter", // needs an installed plug-in to be listed; FilterSpec is covered by the two others
            "--require", // judges the finished result
            "--save-preset", // writes options down
            "--isolate", // how files are read, not what is made of them
            "--verbose",
            "--quiet",
            "--progress",
            "--help",
            "-h",
            "--version");

    private final ObjectMapper mapper = new ObjectMapper();
    private final JsonSchema schema = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
            .getSchema(StyleTransferRequest.class.getResourceAsStream("request-1.schema.json"));

    private StyleTransferRequest request(List<String> options) {
        List<String> arguments = new ArrayList<>(List.of("in.mp4"));
        if (!options.contains("--style")) {
            arguments.addAll(List.of("--style", "art.jpg"));
        }
        arguments.addAll(options);
        return CommandLines.request(Path.of("in.mp4"), arguments);
    }

    private void assertSurvives(StyleTransferRequest request) throws IOException {
        String text = RequestJson.write(request, Path.of(""));
        assertEquals(request, RequestJson.read(text, Path.of("")), text);
        JsonNode tree = mapper.readTree(text);
        assertEquals(Set.of(), schema.validate(tree), text);
        Path elsewhere = Path.of("some/folder").toAbsolutePath();
        StyleTransferRequest moved = RequestJson.read(RequestJson.write(request, elsewhere), elsewhere);
        assertEquals(Path.of("in.mp4").toAbsolutePath(), moved.source().file().normalize(), "names follow the folder");
    }

    @Test
    void everyOptionSurvivesTheWayThroughJson() throws IOException {
        Set<String> all = new TreeSet<>(OPTIONS.keySet());
        all.addAll(OTHERS);
        assertEquals(all, new TreeSet<>(CommandLines.options()), "every option is in a request, or stands here");
        StyleTransferRequest usual = request(List.of());
        assertSurvives(usual);
        for (Map.Entry<String, List<String>> option : OPTIONS.entrySet()) {
            StyleTransferRequest request = request(option.getValue());
            assertNotEquals(usual, request, option.getKey() + " changes the request");
            assertSurvives(request);
        }
    }

    @Test
    void randomRequestsSurviveTheWayThroughJson() throws IOException {
        Random random = new Random(14);
        List<String> names = OPTIONS.keySet().stream().sorted().toList();
        for (int n = 0; n < 300; n++) {
            List<String> options = new ArrayList<>();
            Set<String> seen = new TreeSet<>();
            for (String name : names) {
                List<String> words = OPTIONS.get(name);
                if (random.nextInt(4) == 0 && words.stream().noneMatch(word -> seen.contains(word))) {
                    options.addAll(words);
                    words.stream().filter(word -> word.startsWith("-")).forEach(seen::add);
                }
            }
            try {
                assertSurvives(request(options));
            } catch (ZvideoException e) {
                assertTrue(
                        seen.contains("--max-time")
                                || seen.containsAll(List.of("-y", "-n"))
                                || seen.containsAll(List.of("--to", "--duration")),
                        () -> options + ": " + e.getMessage());
            }
        }
    }

    /** Oracle: a request in which nothing is left open gives the options that the open one was decided to. */
    @Test
    void aResolvedRequestDecidesNothingTwice() throws IOException {
        for (Map.Entry<String, List<String>> option : OPTIONS.entrySet()) {
            if (option.getKey().equals("--max-time")) {
                continue; // its preset is chosen by measuring
            }
            StyleTransferRequest request = request(option.getValue());
            Preset preset = ((Effort.Chosen) request.effort()).preset();
            StyleTransferOptions options = EffortChoice.options(request, preset, warning -> {});
            ResolvedRequest resolved = new ResolvedRequest(
                    request,
                    preset,
                    EffortChoice.every(request, preset),
                    options,
                    Placement.CPU_F32,
                    new Schedule(2, 1));
            StyleTransferRequest closed = resolved.closed();
            assertSurvives(closed);
            assertEquals(options, EffortChoice.options(closed, Preset.BALANCED, warning -> {}), option.getKey());
            assertEquals(resolved.every(), EffortChoice.every(closed, Preset.DRAFT), option.getKey());
        }
    }

    /** Oracle: each message names the key, and the known key that was probably meant. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            "version": 1 | "version": 2 | request.version
            "strength" | "strenght" | unknown key strenght; did you mean strength?
            "lambda" : 1.2 | "lambda" : "much" | request.styles[0].lambda: expected a number
            "temporal" : "flow" | "temporal" : "flo" | did you mean flow?
            "layers" : [ 10, 15 ] | "layers" : [ 10 ] | request.method.layers
            "version" : 1 | "version" : 1, "version" : 1 | Duplicate
            "file" : "in.mp4" | "name" : "in.mp4" | request.source.file
            """)
    void aWrongRequestNamesItsKey(String is, String becomes, String message) {
        String good = RequestJson.write(request(List.of()), Path.of(""));
        String text = good.replace(is, becomes).replace(is.replace("\":", "\" :"), becomes);
        assertNotEquals(good, text);
        MediaException error = assertThrows(MediaException.class, () -> RequestJson.read(text, Path.of("")));
        assertEquals(ErrorKind.BAD_INPUT, error.kind());
        assertTrue(error.getMessage().contains(message), error.getMessage());
    }

    /** Oracle: METHOD.md: what is chosen of the energy or of attention needs the mode that has it. */
    @Test
    void optionsThatHaveNoEffectAreRefused() {
        assertThrows(
                IllegalArgumentException.class,
                () -> new StyleEditRequest(
                        StyleEditRequest.DEFAULT.arrangement(),
                        OptionalDouble.of(0.5),
                        StyleEditRequest.DEFAULT.layers(),
                        StyleEditRequest.DEFAULT.firstStep(),
                        StyleEditRequest.DEFAULT.endStep(),
                        StyleEditRequest.DEFAULT.sain()));
        assertThrows(
                MediaException.class,
                () -> RequestJson.read(
                        RequestJson.write(request(List.of("--max-time", "10")), Path.of(""))
                                .replace("\"method\" : {", "\"method\" : { \"steps\" : 3,"),
                        Path.of("")));
    }
}
