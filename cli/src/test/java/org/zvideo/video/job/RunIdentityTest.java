package org.zvideo.video.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.zvideo.cli.command.CommandLines;
import org.zvideo.core.StyleTransferOptions;
import org.zvideo.core.diffusion.MemorySaving;
import org.zvideo.core.edit.KeyValueStorage;
import org.zvideo.core.file.ReadFile;
import org.zvideo.core.torch.Device;
import org.zvideo.core.torch.Placement;
import org.zvideo.video.EncoderSettings;
import org.zvideo.video.VideoCodec;
import org.zvideo.video.job.RequestFiles.Purpose;
import org.zvideo.video.request.Effort;
import org.zvideo.video.request.ResolvedRequest;
import org.zvideo.video.request.StyleTransferRequest;
import org.zvideo.video.resume.JobDifferences;
import org.zvideo.video.stage.Schedule;

/**
 * What a stopped run is compared by. Oracle: the options themselves, gone through one by one: each changes the identity, or
 * stands here with the reason why it changes no pixel.
 */
class RunIdentityTest {
    /** Options that may change between a stop and going on. */
    private static final Map<String, String> HARMLESS = Map.ofEntries(
            Map.entry("--output", "names the result; its work folder goes by the name"),
            Map.entry("--out-dir", "names the results"),
            Map.entry("--start-number", "numbers the files of the result"),
            Map.entry("-y", "says what may be replaced"),
            Map.entry("-n", "says what may be replaced"),
            Map.entry("--max-pixels", "refuses frames, changes none"),
            Map.entry("--keep-work", "leaves the work folder"),
            Map.entry("--restart", "throws away what was kept"),
            Map.entry("--max-time", "chooses a preset, which is in the identity"),
            Map.entry("--compare", "is made of the finished result"),
            Map.entry("--require", "judges the finished result"),
            Map.entry("--measure-flow", "judges the finished result"),
            Map.entry("--no-report", "looks at no result"),
            Map.entry("--save-preset", "writes the options down"),
            Map.entry("--dump", "looks on"),
            Map.entry("--dump-frames", "looks on"),
            Map.entry("--model", "names files, which are in the identity: aModelIsWhatWasReadForIt"),
            Map.entry("--model-config", "names files, which are in the identity: aModelIsWhatWasReadForIt"),
            Map.entry("--lora", "names files and weights: aLoraIsInItByItsFileAndItsWeight"),
            Map.entry("--vae", "names files, which are in the identity: aModelIsWhatWasReadForIt"),
            Map.entry("--decoder", "names files, which are in the identity: aModelIsWhatWasReadForIt"),
            Map.entry("--motion", "names files, which are in the identity: aMotionModuleIsInItByItsFilesAndItsWindows"),
            Map.entry("--motion-window", "aMotionModuleIsInItByItsFilesAndItsWindows"),
            Map.entry("--motion-overlap", "aMotionModuleIsInItByItsFilesAndItsWindows"),
            Map.entry("--motion-norm", "aMotionModuleIsInItByItsFilesAndItsWindows"),
            Map.entry("--motion-betas", "aMotionModuleIsInItByItsFilesAndItsWindows"),
            Map.entry("--lora-inversion", "acts where there are LoRAs: aLoraIsInItByItsFileAndItsWeight"),
            Map.entry("--memory", "decides where keys and values lie, which is in the identity: whereKeysLieIsInIt"),
            Map.entry("--gradient-checkpointing", "is decided with the memory: whereKeysLieIsInIt"),
            Map.entry("--threads", "bounds the frames in work at a time; those of one frame are in the identity"),
            Map.entry("--isolate", "decodes on trial"),
            Map.entry("--verbose", "talks"),
            Map.entry("--quiet", "is silent"),
            Map.entry("--progress", "talks"),
            Map.entry("--help", "runs nothing"),
            Map.entry("-h", "runs nothing"),
            Map.entry("--version", "runs nothing"));

    /** Another value of each option than the one that it has in the command, and what else it needs. */
    private static Map<String, List<String>> others() {
        Map<String, List<String>> others = new LinkedHashMap<>();
        others.put(
                "--style",
                List.of(
                        "--style",
                        CommandLines.TESTDATA.resolve("styles/the-scream.jpg").toString()));
        others.put("--style-at", List.of("--style-at", "0.2=" + CommandLines.STYLE));
        others.put("--style-fade", List.of("--style-at", "0.2=" + CommandLines.STYLE, "--style-fade", "0.1"));
        others.put("--from", List.of("--from", "0.2"));
        others.put("--to", List.of("--to", "0.4"));
        others.put("--duration", List.of("--duration", "0.4"));
        others.put("--frames", List.of("--frames", "3"));
        others.put("--codec", List.of("--codec", "ffv1"));
        others.put("--quality", List.of("--quality", "20"));
        others.put("--no-audio", List.of("--no-audio"));
        others.put("--audio-tracks", List.of("--audio-tracks", "0"));
        others.put("--allow-damaged", List.of("--allow-damaged"));
        others.put("--codecs", List.of("--codecs", "magicyuv"));
        others.put("--fps", List.of("--fps", "24"));
        others.put("--preset", List.of("--preset", "balanced"));
        others.put("--paper", List.of("--paper"));
        others.put("--steps", List.of("--steps", "7"));
        others.put("--coarse-every", List.of("--coarse-every", "2"));
        others.put("--inversion-every", List.of("--inversion-every", "2"));
        others.put("--timesteps", List.of("--timesteps", "trailing"));
        others.put("--inversion-steps", List.of("--inversion-steps", "40"));
        others.put("--lambda", List.of("--lambda", "1.4"));
        others.put("--palette", List.of("--palette", "0.5"));
        others.put("--palette-scope", List.of("--palette-scope", "film"));
        others.put("--strokes", List.of("--strokes", "0.25"));
        others.put("--stroke-size", List.of("--stroke-size", "2"));
        others.put("--detail", List.of("--detail", "0.5"));
        others.put("--strength", List.of("--strength", "0.5"));
        others.put("--color", List.of("--color", "content"));
        others.put("--arrangement", List.of("--arrangement", "add"));
        others.put("--add-weight", List.of("--arrangement", "add", "--add-weight", "0.3"));
        others.put("--layers", List.of("--layers", "9-15"));
        others.put("--start-step", List.of("--start-step", "2"));
        others.put("--end-step", List.of("--end-step", "5"));
        others.put("--sain", List.of("--sain", "none"));
        others.put("--content-anchor", List.of("--content-anchor", "0.01"));
        others.put("--temporal", List.of("--temporal", "none"));
        others.put("--attend", List.of("--temporal", "full", "--attend", "first"));
        others.put("--attend-balance", List.of("--temporal", "full", "--no-attend-balance"));
        others.put("--energy-weight", List.of("--temporal", "full", "--energy-weight", "0.1"));
        others.put("--energy-gradient", List.of("--temporal", "full", "--energy-gradient", "unet"));
        others.put("--energy-form", List.of("--temporal", "full", "--energy-form", "norm"));
        others.put("--energy-steps", List.of("--temporal", "full", "--energy-steps", "1-3"));
        others.put("--energy-reach", List.of("--temporal", "full", "--energy-reach", "0.5"));
        others.put("--flow-parts", List.of("--flow-parts", "attention,light"));
        others.put("--carry", List.of("--carry", "0.5"));
        others.put("--carry-detail", List.of("--carry-detail", "0.3"));
        others.put("--carry-width", List.of("--carry-width", "2"));
        others.put("--keep-unstyled", List.of("--no-keep-unstyled"));
        others.put("--size", List.of("--size", "128"));
        others.put("--mask", List.of("--mask", CommandLines.STYLE.toString()));
        others.put("--mask-invert", List.of("--mask-invert"));
        others.put("--mask-feather", List.of("--mask-feather", "3"));
        others.put("--sain-scope", List.of("--sain-scope", "global"));
        others.put("--pre-filter", List.of("--pre-filter", "hflip"));
        others.put("--post-filter", List.of("--post-filter", "hflip"));
        others.put("--filter", List.of("--filter", "none"));
        others.put("--prediction", List.of("--prediction", "v"));
        others.put("--device", List.of("--device", "cuda"));
        others.put("--precision", List.of("--precision", "bf16"));
        others.put("--every", List.of("--every", "2"));
        others.put("--cuts", List.of("--cuts", "none"));
        return others;
    }

    /** What an option needs besides. */
    private static List<String> partners(String option) {
        return switch (option) {
            case "--add-weight" -> List.of("--arrangement", "add");
            case "--style-fade" -> List.of("--style-at", "0.2=" + CommandLines.STYLE);
            case "--attend",
                    "--attend-balance",
                    "--energy-weight",
                    "--energy-gradient",
                    "--energy-form",
                    "--energy-steps",
                    "--energy-reach" -> List.of("--temporal", "full");
            default -> List.of();
        };
    }

    @TempDir
    Path folder;

    @Test
    void everyOptionIsInItOrChangesNoPixel() throws IOException {
        Map<String, List<String>> others = others();
        JsonNode usual = identity(List.of());
        assertEquals(usual, identity(List.of()), "the same command is the same job");
        assertTrue(identity(List.of("--device", "cuda")).at("/settings/cards").isArray(), "cards and driver");
        Set<String> names = new TreeSet<>();
        CommandLines.options().forEach(names::add);
        for (String name : names) {
            assertNotEquals(
                    HARMLESS.containsKey(name),
                    others.containsKey(name),
                    name + ": is neither in the identity nor among those that change no pixel, or both");
            if (others.containsKey(name)) {
                assertFalse(
                        JobDifferences.between(identity(partners(name)), identity(others.get(name)))
                                .isEmpty(),
                        name + " is not in the identity");
            }
        }
    }

    @Test
    void everyFileThatIsReadIsInItByItsContent() throws IOException {
        Path style = Files.copy(CommandLines.STYLE, folder.resolve("style.jpg"));
        Path cuts = Files.writeString(folder.resolve("cuts.txt"), "3\n");
        Path mask = Files.copy(CommandLines.STYLE, folder.resolve("mask.jpg"));
        List<String> with = List.of("--style", style.toString(), "--cuts", cuts.toString(), "--mask", mask.toString());
        JsonNode before = identity(with);
        Path first = Files.copy(CommandLines.STYLE, folder.resolve("m1.jpg"));
        Path second = Files.copy(CommandLines.STYLE, folder.resolve("m2.jpg"));
        JsonNode numbered = identity(List.of("--mask", folder.resolve("m%d.jpg").toString()));
        Files.write(second, new byte[] {1, 2, 3});
        assertEquals(
                List.of("masks.1 (" + second + ")"),
                JobDifferences.between(
                        numbered,
                        identity(List.of("--mask", folder.resolve("m%d.jpg").toString()))),
                first + " is as before");
        for (Path file : List.of(style, cuts, mask)) {
            byte[] bytes = Files.readAllBytes(file);
            Files.write(file, new byte[] {1, 2, 3});
            List<String> differences = JobDifferences.between(before, identity(with));
            assertEquals(1, differences.size(), differences.toString());
            assertEquals(true, differences.get(0).endsWith(" (" + file + ")"), differences.toString());
            Files.write(file, bytes);
        }
        Path elsewhere = Files.move(style, folder.resolve("other-name.jpg"));
        Path link = Files.createSymbolicLink(folder.resolve("link.jpg"), elsewhere);
        assertEquals(
                List.of(),
                JobDifferences.between(
                        before,
                        identity(List.of(
                                "--style", link.toString(), "--cuts", cuts.toString(), "--mask", mask.toString()))),
                "wherever it lies");
    }

    @Test
    void aModelIsWhatWasReadForIt() throws IOException {
        JsonNode before =
                identity(List.of(), model("unet/config.json", "1", "vae/config.json", "2"), MemorySaving.NONE);
        assertEquals(
                List.of("model.vae/config.json (/at/vae/config.json)"),
                JobDifferences.between(
                        before,
                        identity(
                                List.of(), model("unet/config.json", "1", "vae/config.json", "3"), MemorySaving.NONE)));
        assertEquals(
                List.of("model.scheduler/scheduler_config.json (/at/scheduler/scheduler_config.json)"),
                JobDifferences.between(
                        before,
                        identity(
                                List.of(),
                                model(
                                        "unet/config.json",
                                        "1",
                                        "vae/config.json",
                                        "2",
                                        "scheduler/scheduler_config.json",
                                        "4"),
                                MemorySaving.NONE)));
    }

    /** The files are among those that the model was read from; how much of each is added is a setting, where there is one. */
    @Test
    void aLoraIsInItByItsFileAndItsWeight() throws IOException {
        Map<String, HashedFile> files = model("unet/config.json", "1", "lora 1", "2");
        JsonNode before = identity(List.of("--lora", "a.safetensors:0.5"), files, MemorySaving.NONE);
        assertFalse(identity(List.of()).at("/settings").has("loras"), "jobs without a LoRA are as before");
        assertEquals(
                List.of("settings.loras.0"),
                JobDifferences.between(
                        before, identity(List.of("--lora", "a.safetensors:0.75"), files, MemorySaving.NONE)));
        assertEquals(
                List.of("settings.loraInversion"),
                JobDifferences.between(
                        before,
                        identity(
                                List.of("--lora", "a.safetensors:0.5", "--lora-inversion", "base"),
                                files,
                                MemorySaving.NONE)));
        assertEquals(
                List.of("model.lora 1 (/at/lora 1)"),
                JobDifferences.between(
                        before,
                        identity(
                                List.of("--lora", "b.safetensors:0.5"),
                                model("unet/config.json", "1", "lora 1", "3"),
                                MemorySaving.NONE)));
        assertEquals(
                identity(
                        List.of("--lora", "a.safetensors:0.5", "--lora", "b.safetensors:-1"), files, MemorySaving.NONE),
                identity(
                        List.of("--lora", "b.safetensors:-1", "--lora", "a.safetensors:0.5"),
                        files,
                        MemorySaving.NONE));
    }

    @Test
    void aMotionModuleIsInItByItsFilesAndItsWindows() throws IOException {
        Map<String, HashedFile> files = model("unet/config.json", "1", "motion", "2");
        assertFalse(identity(List.of()).at("/settings").has("motion"), "jobs without a motion module are as before");
        JsonNode before = identity(List.of("--motion", "a.safetensors"), files, MemorySaving.NONE);
        Map<String, List<String>> others = Map.of(
                "window", List.of("--motion-window", "8", "--motion-overlap", "4"),
                "overlap", List.of("--motion-overlap", "3"),
                "norm", List.of("--motion-norm", "clip"),
                "betas", List.of("--motion-betas", "model"));
        for (Map.Entry<String, List<String>> other : others.entrySet()) {
            List<String> all = new ArrayList<>(List.of("--motion", "a.safetensors"));
            all.addAll(other.getValue());
            assertEquals(
                    List.of("settings.motion." + other.getKey()),
                    JobDifferences.between(before, identity(all, files, MemorySaving.NONE)));
        }
        assertEquals(
                List.of("model.motion (/at/motion)"),
                JobDifferences.between(
                        before,
                        identity(
                                List.of("--motion", "b.safetensors"),
                                model("unet/config.json", "1", "motion", "3"),
                                MemorySaving.NONE)));
    }

    /** Oracle: the keys as files of version 3 have them; a rename in Java must not move one. */
    @Test
    void theKeysOfJobsAreThese() throws IOException {
        Set<String> keys = new TreeSet<>();
        collect("", identity(List.of("--mask", CommandLines.STYLE.toString(), "--pre-filter", "hflip")), keys);
        assertEquals("""
                afterModel afterModel.carries afterModel.carry afterModel.carryDetail afterModel.carryWidth
                afterModel.codec afterModel.contentColors afterModel.detail afterModel.longRange afterModel.palette
                afterModel.paletteScope afterModel.quality afterModel.strength afterModel.strokeSize afterModel.strokes
                audioTracks cuts frames from input input.file input.sha256 masks masks.file masks.sha256 model plugIns
                programs reading reading.allowDamaged reading.codecs reading.rate settings
                settings.checkpoints settings.cutsFrom settings.device settings.evenLight settings.every
                settings.frameThreads settings.kernels settings.kernels.convolution settings.kernels.unet settings.kernels.vae settings.lambdas settings.maskFeather
                settings.maskInvert settings.method settings.method.addWeight settings.method.arrangement
                settings.method.attend settings.method.attendBalance settings.method.contentAnchor
                settings.method.deepInterval settings.method.energy settings.method.energy.form
                settings.method.energy.gradient settings.method.energy.reach settings.method.energy.steps
                settings.method.energy.steps.end settings.method.energy.steps.start settings.method.energy.weight
                settings.method.inversionInterval settings.method.inversionSteps settings.method.keepUnstyled settings.method.layers settings.method.layers.first
                settings.method.layers.last settings.method.sain settings.method.sain.mode settings.method.sain.scope
                settings.method.steps settings.method.styleSteps settings.method.styleSteps.end
                settings.method.styleSteps.start settings.method.timesteps settings.preFilter settings.precision settings.prediction
                settings.preset settings.size
                settings.storage settings.temporal styles styles.file styles.sha256
                version
                """.strip().replaceAll("\\s+", " "), String.join(" ", keys));
    }

    /** Oracle: what the model is told. It is told nothing of these, so what it made can be used with others of them. */
    @Test
    void whatComesAfterTheModelStandsApart() throws IOException {
        for (String name : List.of(
                "--palette",
                "--palette-scope",
                "--strokes",
                "--stroke-size",
                "--detail",
                "--carry",
                "--carry-detail",
                "--carry-width",
                "--strength",
                "--color",
                "--codec",
                "--quality")) {
            JobDifferences.between(identity(partners(name)), identity(others().get(name)))
                    .forEach(field -> assertEquals(JobIdentity.AFTER_MODEL, field.split("\\.")[0], name));
        }
    }

    private static void collect(String path, JsonNode node, Set<String> keys) {
        node.properties().forEach(field -> {
            String key = path.isEmpty() ? field.getKey() : path + "." + field.getKey();
            keys.add(key);
            collect(key, field.getValue(), keys);
        });
        if (node.isArray()) {
            node.forEach(element -> collect(path, element, keys));
        }
    }

    @Test
    void theProgramsAreInIt() throws IOException {
        JsonNode before = identity(List.of());
        String another = before.toString().replaceFirst("\"LibTorch [^\"]*\"", "\"LibTorch 1\"");
        assertEquals(List.of("programs.2"), JobDifferences.between(new ObjectMapper().readTree(another), before));
    }

    @Test
    void whereKeysLieIsInIt() throws IOException {
        for (MemorySaving saving : List.of(
                new MemorySaving(KeyValueStorage.ROUNDED, false),
                new MemorySaving(KeyValueStorage.DISK, false),
                new MemorySaving(KeyValueStorage.MEMORY, true))) {
            assertEquals(
                    1,
                    JobDifferences.between(identity(List.of()), identity(List.of(), model(), saving))
                            .size());
        }
    }

    private static Map<String, HashedFile> model(String... rolesAndHashes) {
        Map<String, HashedFile> model = new LinkedHashMap<>();
        for (int n = 0; n < rolesAndHashes.length; n += 2) {
            model.put(rolesAndHashes[n], new HashedFile("/at/" + rolesAndHashes[n], rolesAndHashes[n + 1]));
        }
        return model;
    }

    private JsonNode identity(List<String> options) throws IOException {
        return identity(options, model(), MemorySaving.NONE);
    }

    private JsonNode identity(List<String> options, Map<String, HashedFile> model, MemorySaving saving)
            throws IOException {
        List<String> arguments = new ArrayList<>(List.of(CommandLines.BUNNY.toString(), "-o", "out.mp4"));
        Map.of("--style", CommandLines.STYLE.toString(), "--device", "cpu", "--threads", "1", "--precision", "f32")
                .forEach((name, value) -> {
                    if (!options.contains(name)) {
                        arguments.addAll(List.of(name, value));
                    }
                });
        arguments.addAll(options);
        StyleTransferRequest request = CommandLines.request(CommandLines.BUNNY, arguments);
        Effort.Chosen effort = (Effort.Chosen) request.effort();
        StyleTransferOptions method = request.method()
                .resolved(effort.preset(), request.masks().sainScope(), warning -> {})
                .withMemory(saving);
        Placement placement = request.machine().device().equals("cuda")
                ? new Placement(new Device(Device.Kind.CUDA, 0), Placement.CPU_F32.precision())
                : request.machine().placement();
        EncoderSettings encoder = request.target().encoder();
        assertEquals(options.contains("--codec") ? VideoCodec.FFV1 : VideoCodec.H264, encoder.codec());
        ResolvedRequest resolved = new ResolvedRequest(
                request,
                effort.preset(),
                effort.every().orElse(effort.preset().every()),
                method,
                placement,
                new Schedule(Integer.parseInt(arguments.get(arguments.indexOf("--threads") + 1)), 1));
        ObjectMapper json = new ObjectMapper();
        return json.readTree(json.writeValueAsBytes(
                RunIdentity.of(resolved, files(request), model).with(encoder)));
    }

    /** A plug-in that is not installed has no file; any file stands for it. */
    private static RequestFiles files(StyleTransferRequest request) {
        if (request.filters().plugIns().isEmpty()) {
            return RequestFiles.of(request);
        }
        return new RequestFiles(Map.of(
                Purpose.INPUT, List.of(ReadFile.of(CommandLines.BUNNY)),
                Purpose.PLUG_INS, List.of(ReadFile.of(CommandLines.STYLE))));
    }
}
