package org.zvideo.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the commands about cost say. Oracle: their own promises; no test asserts how fast anything is. */
class SpeedTest {
    private static final String[] CLIP = {Run.BUNNY, "--style", Run.STYLE, "--model", Run.TINY, "--size", "64"};

    @RegisterExtension
    static final WarmProgram PROGRAM = new WarmProgram();

    private final Path folder = PROGRAM.folder();

    @Test
    void everyKthFrameRunsTheModelAndEveryFrameIsThere() throws Exception {
        Run run = PROGRAM.of(
                with(CLIP, "-o", "out.mp4", "--frames", "6", "--steps", "2", "--every", "4", "--dump", "dump"));
        assertEquals(0, run.status(), run.messages());
        assertEquals(6, Files.readAllLines(folder.resolve("out.stats.jsonl")).size());
        try (var files = Files.list(folder.resolve("dump"))) {
            assertEquals(
                    List.of("frame-000000", "frame-000004", "frame-000005"),
                    files.map(file -> file.getFileName().toString())
                            .filter(name -> name.startsWith("frame"))
                            .sorted()
                            .toList());
        }
    }

    @Test
    void aPlanHasEveryPreset() throws Exception {
        Run run = PROGRAM.of(with("plan", CLIP, "--frames", "12", "-v"));
        assertEquals(0, run.status(), run.messages());
        List<String> lines = run.results().lines().toList();
        assertEquals("12 frames", lines.get(0));
        assertEquals(
                List.of("quality", "balanced", "draft"),
                lines.stream().skip(2).map(line -> line.split(" ")[0]).toList());
        double quality = units(lines.get(2));
        assertTrue(quality > 60 && quality < 75, "a frame with all steps: " + quality);
        assertTrue(units(lines.get(4)) < units(lines.get(3)) && units(lines.get(3)) < quality, run.results());
        PROGRAM.of(with("plan", CLIP, "--strokes", "2")).assertFailed(64, "strokes 2.0");
    }

    /** Oracle: what a run takes and refuses. */
    @Test
    void estimatesReadTheVideoAsARunDoes() throws Exception {
        byte[] bytes = Files.readAllBytes(Path.of(Run.BUNNY));
        int data = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("mdat");
        Arrays.fill(bytes, data + 3000, data + 4000, (byte) 0x55);
        String damaged = Files.write(folder.resolve("damaged.mp4"), bytes).toString();
        String[] options = {damaged, "--style", Run.STYLE, "--model", Run.TINY, "--size", "64", "--frames", "4"};
        PROGRAM.of(and(options, "plan")).assertFailed(65, "--allow-damaged");
        PROGRAM.of(and(options, "plan", "--max-pixels", "1000")).assertFailed(65, "1000 pixels");
        Run plan = PROGRAM.of(and(options, "plan", "--allow-damaged"));
        assertEquals(0, plan.status(), plan.messages());
        Run run = PROGRAM.of(and(options, "--allow-damaged", "--max-time", "9:00:00", "-o", "out.mp4"));
        assertEquals(0, run.status(), run.messages());
    }

    /** Oracle: METHOD.md §4: explicit steps are clipped to T with a warning; the estimate tries few steps. */
    @Test
    void stepsBeyondTheLastAreClipped() throws Exception {
        Run plan = PROGRAM.of(with("plan", CLIP, "--frames", "4", "--start-step", "5"));
        assertEquals(0, plan.status(), plan.messages());
        Run run = PROGRAM.of(with(CLIP, "-o", "out.mp4", "--frames", "1", "--steps", "4", "--start-step", "9"));
        assertEquals(0, run.status(), run.messages());
        assertTrue(run.messages().contains("clipped to the 4 steps"), run.messages());
    }

    private static String[] and(String[] options, String... before) {
        return Stream.of(before, options).flatMap(Stream::of).toArray(String[]::new);
    }

    private static double units(String line) {
        String[] words = line.trim().split(" +");
        return Double.parseDouble(words[words.length - 2]);
    }

    @Test
    void aTimeThatNoPresetFitsIsSaidBeforeAnythingIsWritten() throws Exception {
        PROGRAM.of(with(CLIP, "-o", "out.mp4", "--frames", "40", "--max-time", "0.001"))
                .assertFailed(64, "no preset fits");
        PROGRAM.of(with(CLIP, "-o", "out.mp4", "--max-time", "60", "--steps", "4"))
                .assertFailed(64, "--max-time chooses --preset");
        try (var files = Files.list(folder)) {
            assertEquals(0, files.count());
        }
    }

    @Test
    void enoughTimeTakesTheBestPreset() throws Exception {
        Run run = PROGRAM.of(with(CLIP, "-o", "out.mp4", "--frames", "2", "--max-time", "9:00:00"));
        assertEquals(0, run.status(), run.messages());
        assertTrue(run.messages().contains("preset quality: about"), run.messages());
        JsonNode report =
                new ObjectMapper().readTree(folder.resolve("out.report.json").toFile());
        assertEquals(30, report.at("/settings/method/steps").asInt());
        assertEquals(1, report.at("/settings/every").asInt());
    }

    @Test
    void theKernelPlanIsMeasuredOnceAndKept() throws Exception {
        Path plans = Run.CACHE.resolve("zvideo/kernels.json");
        String[] command = with(CLIP, "-o", "out.mp4", "--frames", "1", "--steps", "2", "-y", "--threads", "1");
        assertEquals(0, PROGRAM.of(command).status());
        assertTrue(Files.readString(plans).contains("1 threads, f32"));
        // What the file says is believed, so it was not measured again.
        Files.writeString(plans, Files.readString(plans).replace("CHANNELS_LAST", "CHANNELS_FIRST"));
        assertEquals("CHANNELS_FIRST", kernels(command));
        Files.writeString(plans, "damaged");
        assertEquals(0, PROGRAM.of(command).status());
        assertTrue(Files.readString(plans).contains("1 threads, f32"), "what cannot be read is measured anew");
    }

    private String kernels(String... command) throws Exception {
        Run run = PROGRAM.of(command);
        assertEquals(0, run.status(), run.messages());
        return new ObjectMapper()
                .readTree(folder.resolve("out.report.json").toFile())
                .at("/settings/kernels/unet")
                .asText();
    }

    @Test
    void littleMemorySendsKeysAndValuesToDisk() throws Exception {
        Run run = PROGRAM.of(with(CLIP, "-o", "out.mp4", "--frames", "3", "--steps", "2", "--memory", "1K"));
        assertEquals(0, run.status(), run.messages());
        JsonNode report =
                new ObjectMapper().readTree(folder.resolve("out.report.json").toFile());
        assertEquals("DISK", report.at("/settings/storage").asText());
        PROGRAM.of(with(CLIP, "--memory", "plenty")).assertFailed(64, "like 6G");
    }

    @Test
    void theBenchmarkHoldsEveryPartAgainstThePeak() throws Exception {
        Run run = PROGRAM.of(
                "bench",
                "--model",
                Run.TINY,
                "--size",
                "64",
                "--repeats",
                "1",
                "--json",
                "out.json",
                "--precision",
                "f32");
        assertEquals(0, run.status(), run.messages());
        JsonNode stages =
                new ObjectMapper().readTree(folder.resolve("out.json").toFile()).at("/runs/0/stages");
        assertEquals(16, stages.size(), "one row per part, the gradient by stages among them: " + stages);
        assertEquals(
                List.of("attention at 8x8", "attention at 8x8, keys x 2", "attention at 8x8, keys x 3"),
                stages.findValuesAsText("name").stream()
                        .filter(name -> name.startsWith("attention at 8x8"))
                        .toList());
        for (JsonNode stage : stages) {
            assertTrue(stage.get("seconds").asDouble() > 0 && stage.get("gflop").asDouble() > 0, stage.toString());
        }
        PROGRAM.of("bench", "--repeats", "0").assertFailed(64, "--repeats 0");
    }

    /** Oracle: a frame at half the size is less work, and the rows say which is which. */
    @Test
    void flowAndMeasuresAreTimedWithoutAModel() throws Exception {
        Run run = PROGRAM.of("bench", "--only", "flow and measures at 480", "--json", "out.json");
        assertEquals(0, run.status(), run.messages());
        JsonNode rows =
                new ObjectMapper().readTree(folder.resolve("out.json").toFile()).at("/measures");
        assertEquals(List.of("flow and measures at 480x270"), rows.findValuesAsText("name"));
        assertTrue(rows.at("/0/seconds").asDouble() > 0, rows.toString());
    }

    /** Oracle: what the columns mean; the result does not depend on the form of the job beyond rounding. */
    @Test
    void aJobIsComparedWithItselfOnMoreThreadsAndWithItsReference() throws Exception {
        String[] clip = Run.quick(
                2, "bench", "--clip", Run.BUNNY, "--frames", "3", "--repeats", "1", "--json", "out.json", "-y");
        Run run = PROGRAM.of(with(clip, "--threads", "1,2"));
        assertEquals(0, run.status(), run.messages());
        JsonNode rows =
                new ObjectMapper().readTree(folder.resolve("out.json").toFile()).at("/threads");
        assertEquals(List.of("1", "2"), rows.findValuesAsText("threads"));
        double ratio = rows.at("/0/seconds").asDouble() / rows.at("/1/seconds").asDouble();
        assertEquals(ratio, rows.at("/1/ratio").asDouble(), 1e-9);
        assertEquals(ratio / 2, rows.at("/1/efficiency").asDouble(), 1e-9);
        run = PROGRAM.of(with(clip, "--preset", "draft", "--turns"));
        assertEquals(0, run.status(), run.messages());
        JsonNode turns = new ObjectMapper().readTree(folder.resolve("out.json").toFile());
        assertEquals(3, turns.at("/likeness/frames").asInt());
        assertTrue(run.results().contains(", ratio "), run.results());
        assertTrue(
                run.results().matches("(?s).*; (Infinity|[4-9]\\d\\.\\d) dB, SSIM (0\\.99|1\\.00).*"), run.results());
        PROGRAM.of(with(clip, "--threads", "1,2", "--turns")).assertFailed(64, "--turns takes one number");
        PROGRAM.of(with(CLIP, "--threads", "1,2")).assertFailed(64, "--threads: expected one number");
    }

    private static String[] with(String first, String[] rest, String... more) {
        return with(with(new String[] {first}, rest), more);
    }

    private static String[] with(String[] arguments, String... more) {
        String[] all = Arrays.copyOf(arguments, arguments.length + more.length);
        System.arraycopy(more, 0, all, arguments.length, more.length);
        return all;
    }
}
