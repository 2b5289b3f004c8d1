package org.zvideo.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.zvideo.core.image.RgbImage;
import org.zvideo.video.job.NativeCache;
import org.zvideo.video.picture.StillImage;

/** What surrounds a run: previews, presets in files, batches, reports on any video. Oracle: what their help says. */
class ToolsTest {
    private static final String[] QUICK = {"--style", Run.STYLE, "--model", Run.TINY, "--size", "64", "--steps", "2"};

    @RegisterExtension
    static final WarmProgram PROGRAM = new WarmProgram();

    private final Path folder = PROGRAM.folder();

    private Run zvideo(String... arguments) throws Exception {
        return PROGRAM.of(Stream.concat(Stream.of(arguments), Stream.of(QUICK)).toArray(String[]::new));
    }

    private List<String> names(String below) throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve(below))) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    /** Oracle: the photo itself is the left half. */
    @Test
    void aPreviewHasSourceAndResultSideBySide() throws Exception {
        Path photo = Run.TESTDATA.resolve("photos/coffee.jpg");
        Run run = zvideo("preview", photo.toString(), "-o", "p.png");
        assertEquals(0, run.status(), run.messages());
        RgbImage source = StillImage.read("photo", photo);
        RgbImage both = StillImage.read("preview", folder.resolve("p.png"));
        assertEquals(2 * source.width(), both.width());
        assertArrayEquals(
                Arrays.copyOf(source.pixels(), 3 * source.width()), Arrays.copyOf(both.pixels(), 3 * source.width()));
        zvideo("preview", photo.toString(), "-o", "p.png").assertFailed(73, "exists");
        Run sheet = zvideo("preview", Run.BUNNY, "--at", "1", "--sheet", "presets", "-o", "sheet.png");
        assertEquals(0, sheet.status(), sheet.messages());
        zvideo("preview", Run.BUNNY, "--at", "1:00").assertFailed(65, "no frame");
    }

    /** Oracle: the same options on the command line give the same bits. */
    @Test
    void aSavedPresetIsTheOptionsThatItWasSavedFrom() throws Exception {
        String[] video = {Run.BUNNY, "--style", Run.STYLE, "--model", Run.TINY, "--frames", "2", "--codec", "ffv1"};
        String[] options = {"--size", "64", "--steps", "3", "--lambda", "1.4", "--temporal", "attention"};
        assertEquals(
                0,
                PROGRAM.of(join(video, options, "-o", "a.mkv", "--save-preset", "my.json"))
                        .status());
        JsonNode saved = new ObjectMapper().readTree(folder.resolve("my.json").toFile());
        assertEquals("{\"lambda\":1.4,\"size\":64,\"steps\":3,\"temporal\":\"attention\"}", saved.toString());
        assertEquals(
                0,
                PROGRAM.of(join(video, new String[] {"--preset", "my.json"}, "-o", "b.mkv"))
                        .status());
        assertArrayEquals(Files.readAllBytes(folder.resolve("a.mkv")), Files.readAllBytes(folder.resolve("b.mkv")));
        for (String given : List.of("true", "false")) {
            Files.writeString(folder.resolve("flag.json"), "{\"attend-balance\": " + given + "}");
            for (String option : List.of("--attend-balance", "--no-attend-balance")) {
                assertEquals(
                        0,
                        PROGRAM.of(join(
                                        video,
                                        new String[] {"--size", "64", "--steps", "2", "--temporal", "full"},
                                        "--preset",
                                        "flag.json",
                                        option,
                                        "-o",
                                        "c.mkv",
                                        "-y"))
                                .status());
                assertEquals(
                        option.equals("--attend-balance"),
                        new ObjectMapper()
                                .readTree(folder.resolve("c.report.json").toFile())
                                .at("/settings/method/attendBalance")
                                .asBoolean(),
                        given + " and " + option);
            }
        }
        Files.writeString(folder.resolve("bad.json"), "{\"stepz\": 3}");
        PROGRAM.of(join(video, new String[] {"--preset", "bad.json"})).assertFailed(65, "did you mean steps?");
        Files.writeString(folder.resolve("bad.json"), "{\"steps\": [3]}");
        PROGRAM.of(join(video, new String[] {"--preset", "bad.json"})).assertFailed(65, "steps: expected a number");
        PROGRAM.of(join(video, new String[] {"--preset", "draff"})).assertFailed(64, "did you mean draft?");
        PROGRAM.of(join(video, new String[] {"--stepz", "3"})).assertFailed(64, "did you mean");
        PROGRAM.of(join(video, options, "--save-preset", "my.json")).assertFailed(73, "exists");
    }

    private static String[] join(String[] first, String[] second, String... third) {
        return Stream.of(first, second, third).flatMap(Stream::of).toArray(String[]::new);
    }

    @Test
    void oneThatFailsDoesNotStopTheOthers() throws Exception {
        Files.createDirectory(folder.resolve("in"));
        Files.copy(Run.TESTDATA.resolve("photos/coffee.jpg"), folder.resolve("in/a.jpg"));
        Files.writeString(folder.resolve("in/b.mp4"), "no video");
        Files.writeString(folder.resolve("in/notes.txt"), "no video");
        Files.copy(Run.TESTDATA.resolve("photos/chelsea.jpg"), folder.resolve("in/c.jpg"));
        Run run = zvideo("in", Run.STYLE, "--out-dir", "new/out");
        assertEquals(65, run.status(), run.messages());
        assertEquals(List.of("a.zvideo.jpg", "c.zvideo.jpg", "starry-night.zvideo.jpg"), names("new/out"));
        assertTrue(
                run.results().contains("failed 65 in/b.mp4") && run.results().contains("3 of 4 done"), run.results());
        assertEquals(
                1, run.messages().lines().filter(line -> line.contains("error")).count(), run.messages());
        assertEquals(0, zvideo("in/c.jpg", "-o", "alone.jpg").status());
        assertArrayEquals(
                Files.readAllBytes(folder.resolve("alone.jpg")),
                Files.readAllBytes(folder.resolve("new/out/c.zvideo.jpg")),
                "model and style are taken over from the files before, and give what they give alone");
        zvideo("in/a.jpg", "in/c.jpg").assertFailed(64, "--out-dir");
        zvideo("in/a.jpg", "--out-dir", "x", "-o", "y.png").assertFailed(64, "names the results itself");
    }

    /** Oracle: the bytes that were there. */
    @Test
    void nothingThatIsReadIsWritten() throws Exception {
        byte[] clip = Files.readAllBytes(Path.of(Run.BUNNY));
        Path source = Files.write(folder.resolve("out.compare.mp4"), clip);
        zvideo("out.compare.mp4", "--frames", "1", "-o", "out.mp4", "--compare", "side", "-y")
                .assertFailed(73, "out.compare.mp4: is the input itself");
        assertArrayEquals(clip, Files.readAllBytes(source));
        byte[] photo = Files.readAllBytes(Run.TESTDATA.resolve("photos/coffee.jpg"));
        Files.write(folder.resolve("a.jpg"), photo);
        zvideo("preview", "a.jpg", "-o", "a.jpg", "-y").assertFailed(73, "is the input itself");
        PROGRAM.of("preview", Run.BUNNY, "--style", "a.jpg", "-o", "a.jpg", "-y")
                .assertFailed(73, "is the input itself");
        assertArrayEquals(photo, Files.readAllBytes(folder.resolve("a.jpg")));
        Path part = Files.writeString(folder.resolve("x.mp4.part"), "somebody's download");
        assertEquals(0, zvideo(Run.BUNNY, "--frames", "1", "-o", "x.mp4", "-n").status());
        assertEquals("somebody's download", Files.readString(part));
        zvideo("a.jpg", "-o", "b%02d.jpg").assertFailed(64, "does not fill a sequence");
        Run bench =
                PROGRAM.of("bench", "--model", Run.TINY, "--size", "64", "--only", "no such part", "--json", "a.jpg");
        bench.assertFailed(73, "exists");
    }

    @Test
    void inputsWithOneOutputAreRefusedBeforehand() throws Exception {
        for (String name : List.of("a", "b")) {
            Files.createDirectory(folder.resolve(name));
            Files.copy(Run.TESTDATA.resolve("photos/coffee.jpg"), folder.resolve(name + "/x.jpg"));
        }
        Path sub = Files.createDirectory(folder.resolve("clips"));
        Files.writeString(sub.resolve("x.mp4"), "?");
        Files.writeString(sub.resolve("x.mkv"), "?");
        zvideo("a/x.jpg", "b/x.jpg", "--out-dir", "out", "-y").assertFailed(64, "both would produce out/x.zvideo.jpg");
        zvideo("clips", "--out-dir", "out", "-y").assertFailed(64, "both would produce out/x.zvideo.stats.jsonl");
        Run twice = zvideo("a/x.jpg", "a", "--out-dir", "out");
        assertEquals(0, twice.status(), twice.messages());
        assertTrue(twice.results().contains("1 of 1 done"), twice.results());
        assertTrue(zvideo("a", "--out-dir", "other", "--require", "warp<1")
                .messages()
                .contains("--require not used"));
        zvideo("a/x.jpg", "-o", "y.jpg", "--frames", "3").assertFailed(64, "--frames is for videos");
    }

    /** Oracle: what options outside of groups do. */
    @Test
    void optionsCountOnceAndHaveAnEffect() throws Exception {
        zvideo(Run.BUNNY, "--lambda", "2", "--lambda", "3")
                .assertFailed(64, "'--lambda' should be specified only once");
        zvideo(Run.BUNNY, "-o", "a.mp4", "--frames", "1", "--frames", "2").assertFailed(64, "'--frames' should be");
        PROGRAM.of("doctor", "--device", "cpu", "--threads", "1", "--device", "cpu")
                .assertFailed(64, "only once");
        zvideo(Run.BUNNY, "--dump-frames", "1").assertFailed(64, "--dump-frames needs --dump");
        zvideo(Run.BUNNY, "--temporal", "none", "--energy-weight", "1")
                .assertFailed(64, "needs --temporal full or paper");
        zvideo(Run.BUNNY, "--attend", "first").assertFailed(64, "--attend needs --temporal attention");
        zvideo(Run.BUNNY, "--temporal", "full", "--carry", "0.5").assertFailed(64, "--carry needs --temporal flow");
        zvideo(Run.BUNNY, "--temporal", "full", "--energy-weight", "0.1", "--energy-reach", "0.1")
                .assertFailed(64, "--energy-weight 0.1 decides nothing");
        zvideo(Run.BUNNY, "--frames", "4", "--every", "3", "--dump", "d", "--dump-frames", "1", "-o", "a.mp4")
                .assertFailed(64, "the model does not work on it");
        Files.copy(Path.of(Run.BUNNY), folder.resolve("@odd.mp4"));
        Files.writeString(folder.resolve("@cuts"), "1\n");
        Files.writeString(folder.resolve("cuts"), "--wrong\n"); // the arguments that @cuts would stand for
        Run run = zvideo("@odd.mp4", "--frames", "2", "--cuts", "@cuts", "-o", "odd.mkv");
        assertEquals(0, run.status(), run.messages());
        zvideo("previw", "x").assertFailed(64, "did you mean preview?");
    }

    /** Oracle: the names that the program accepts. */
    @Test
    void completionOffersWhatIsAccepted() throws Exception {
        Path script = Files.writeString(
                folder.resolve("completion"), PROGRAM.of("generate-completion").results());
        for (String[] typed : new String[][] {
            {"--temporal f", "full flow"},
            {"--arrangement style", "style-cross"},
            {"--codec p", "prores"},
            {"preview --sheet s", "strengths styles"},
            {"--style compl", "completion"}
        }) {
            String words = typed[0];
            Process bash = new ProcessBuilder(
                            "bash",
                            "-c",
                            "source ./" + script.getFileName() + "; COMP_WORDS=(zvideo " + words
                                    + "); COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); _complete_zvideo; echo ${COMPREPLY[@]}")
                    .directory(folder.toFile())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            assertEquals(
                    typed[1], new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip(), words);
        }
    }

    @Test
    void numberedPicturesHaveAPreview() throws Exception {
        Files.createDirectory(folder.resolve("frames"));
        Files.copy(Run.TESTDATA.resolve("photos/coffee.jpg"), folder.resolve("frames/01.jpg"));
        Run run = zvideo("preview", "frames/%02d.jpg");
        assertEquals(0, run.status(), run.messages());
        assertTrue(names(".").contains("frames.preview.png"), names(".").toString());
    }

    @Test
    void boundsDecideTheStatus() throws Exception {
        Run run = zvideo(Run.BUNNY, "--frames", "3", "-o", "out.mp4", "--require", "diff<0.9", "--compare", "side");
        assertEquals(0, run.status(), run.messages());
        assertTrue(run.results().contains("diff<0.9 holds"), run.results());
        assertTrue(names(".").contains("out.compare.mp4"), names(".").toString());
        Run report = PROGRAM.of(
                "report",
                Run.BUNNY,
                "out.mp4",
                "-o",
                "other.html",
                "--require",
                "diff<0.9",
                "--require",
                "warp<0.000001");
        assertEquals(6, report.status(), report.messages());
        assertTrue(report.results().contains("warp<1.0E-6 does not hold"), report.results());
        assertTrue(names(".").containsAll(List.of("other.report.html", "other.report.json", "other.stats.jsonl")));
        PROGRAM.of("report", Run.BUNNY, "out.mp4").assertFailed(73, "exists");
        PROGRAM.of("report", Run.BUNNY, "out.mp4", "--require", "wrap<1").assertFailed(64, "expected a bound like");
    }

    @Test
    void progressForPrograms() throws Exception {
        Run run = zvideo(Run.BUNNY, "--frames", "2", "-o", "out.mp4", "--progress", "json");
        assertEquals(0, run.status(), run.messages());
        List<String> events =
                run.messages().lines().filter(line -> line.startsWith("{")).toList();
        JsonNode last = new ObjectMapper().readTree(events.get(events.size() - 1));
        assertEquals("frame 2 of 2", last.get("unit").asText() + " " + last.get("done") + " of " + last.get("total"));
    }

    @Test
    void doctorAndModels() throws Exception {
        Run well = PROGRAM.of("doctor", "--model", Run.TINY);
        assertEquals(0, well.status(), well.results() + well.messages());
        Path cache = cacheInAFolderOfEverybody();
        Run ill = Run.withJava(
                List.of("-Dorg.bytedeco.javacpp.cachedir=" + cache), folder, "doctor", "--model", "absent");
        Files.delete(cache); // or JUnit would warn of a link out of its folder
        assertEquals(69, ill.status());
        assertTrue(ill.results().contains("missing model"), ill.results());
        assertTrue(ill.results().contains("warning unpacked   " + folder.resolve("shared")), ill.results());
        assertTrue(ill.results().contains("chmod go-w"), ill.results());
        Run good = PROGRAM.of("models", "check", Run.TINY);
        assertEquals(0, good.status(), good.messages());
        assertTrue(good.results().contains("unet/config.json"), good.results());
        Run told =
                PROGRAM.of("models", Run.TINY, Run.TESTDATA.resolve("golden/cases/lora-peft") + "/lora0.safetensors");
        assertEquals(0, told.status(), told.messages());
        assertTrue(told.results().startsWith(Run.TINY + ": diffusers model\n  family"), told.results());
        assertTrue(told.results().contains("/lora0.safetensors: LoRA\n"), told.results());
        PROGRAM.of("models", "absent").assertFailed(66, "model absent: no such file or folder");
        PROGRAM.of("models", "check", Run.STYLE).assertFailed(65, "not a safetensors file");
        PROGRAM.of("modles").assertFailed(64, "did you mean models?");
    }

    /** A link to the usual one, so that nothing has to be unpacked. */
    private Path cacheInAFolderOfEverybody() throws IOException {
        Path shared = Files.createDirectory(folder.resolve("shared"));
        Files.setPosixFilePermissions(shared, PosixFilePermissions.fromString("rwxrwxrwx"));
        return Files.createSymbolicLink(
                shared.resolve("cache"), NativeCache.used().folder().toRealPath());
    }
}
