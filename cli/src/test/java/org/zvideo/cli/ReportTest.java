package org.zvideo.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.zvideo.core.image.RgbImage;
import org.zvideo.video.Clip;
import org.zvideo.video.ReadOptions;
import org.zvideo.video.TimedFrames;
import org.zvideo.video.picture.StillImage;

/** The command {@code zvideo report} and the bounds of runs. Oracle: how the files were made. */
class ReportTest {
    private static final List<String> GATE = List.of("--require", "sharpnessratio>0.5", "--require", "style<0.8");

    @RegisterExtension
    static final WarmProgram PROGRAM = new WarmProgram();

    private final Path folder = PROGRAM.folder();

    /** A result keeps the edges of its source and takes the style; blur takes the edges and brings no style. */
    @Test
    void aBlurredCopyFailsTheGateThatARealResultPasses() throws Exception {
        String mini = Run.TESTDATA.resolve("model/mini").toString();
        Run real = zvideo(
                Run.BUNNY + " --style " + Run.STYLE + " --model " + mini
                        + " --size 128 --steps 6 --frames 1 --codec ffv1 -o real.mkv --require content<10000",
                GATE);
        assertEquals(0, real.status(), real.results() + real.messages());
        assertTrue(real.results().contains("sharpnessratio>0.5 holds"), real.results());
        assertTrue(real.results().contains("style<0.8 holds"), real.results());
        assertTrue(real.results().contains("content<10000.0 holds"), real.results());

        Run blurred = reportOfCopy(1);
        assertTrue(blurred.results().contains("sharpnessratio>0.5 does not hold"), blurred.results());
        assertTrue(blurred.results().contains("style<0.8 does not hold"), blurred.results());
        Run softened = reportOfCopy(0.3);
        assertTrue(softened.results().contains("sharpnessratio>0.5 holds"), softened.results());
        assertTrue(softened.results().contains("style<0.8 does not hold"), softened.results());

        Run same = zvideo(
                "report " + Run.BUNNY + " real.mkv -o again.html --model " + mini + " --style " + Run.STYLE, List.of());
        assertEquals(sharpnessAndStyle(real), sharpnessAndStyle(same), "a lossless file has the numbers of its run");
        JsonNode content = consistency("real").get("content");
        assertEquals("contentVae", content.get("measure").asText());
        assertEquals(
                content.get("value").asDouble(),
                consistency("again").at("/content/value").asDouble(),
                1e-4 * content.get("value").asDouble());
    }

    private JsonNode consistency(String name) throws Exception {
        return new ObjectMapper()
                .readTree(folder.resolve(name + ".report.json").toFile())
                .get("consistency");
    }

    /** The gate held against the first frame, of which a share is blurred. */
    private Run reportOfCopy(double share) throws Exception {
        RgbImage sharp = TimedFrames.images(Path.of(Run.BUNNY), Clip.of(0, 1), ReadOptions.DEFAULT, Optional.empty())
                .get(0);
        RgbImage small = StillImage.resized(sharp, sharp.width() * 2 / 3, sharp.height() * 2 / 3);
        RgbImage mixed = StillImage.resized(small, sharp.width(), sharp.height());
        for (int n = 0; n < mixed.pixels().length; n++) {
            mixed.pixels()[n] =
                    (byte) Math.round(share * (mixed.pixels()[n] & 0xff) + (1 - share) * (sharp.pixels()[n] & 0xff));
        }
        Path copy = Files.createDirectories(folder.resolve("copy")).resolve("01.png");
        Files.write(copy, StillImage.encode(mixed, copy));
        Run report = zvideo("report " + Run.BUNNY + " copy/%02d.png -y -o copy.html --style " + Run.STYLE, GATE);
        assertEquals(6, report.status(), report.results() + report.messages());
        return report;
    }

    private static List<String> names(JsonNode object) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static String sharpnessAndStyle(Run run) {
        return run.results()
                .substring(run.results().indexOf("sharpness "))
                .lines()
                .findFirst()
                .orElseThrow();
    }

    /** Oracles: the result of a run with a report, byte by byte, and what docs/report.md says is left. */
    @Test
    void withoutAReportNothingIsMeasured() throws Exception {
        String run = Run.BUNNY + " --style " + Run.STYLE + " --model " + Run.TESTDATA.resolve("model/mini")
                + " --size 64 --steps 2 --frames 3 --codec ffv1 -o ";
        Run measured = zvideo(run + "measured.mkv", List.of());
        assertEquals(0, measured.status(), measured.messages());
        assertTrue(measured.results().endsWith("\nreport: measured.report.html\n"), measured.results());
        Run plain = zvideo(run + "plain.mkv --no-report", List.of());
        assertEquals(0, plain.status(), plain.messages());
        assertTrue(plain.results().matches("(?s).*plain\\.mkv\\s+3 frames, [0-9.]+ s/frame\\s*"), plain.results());
        assertEquals(-1, Files.mismatch(folder.resolve("measured.mkv"), folder.resolve("plain.mkv")));
        Run batch = zvideo(
                "measured.mkv plain.mkv --style " + Run.STYLE + " --model " + Run.TINY
                        + " --size 64 --steps 2 --frames 2 --out-dir out",
                List.of());
        assertEquals(0, batch.status(), batch.messages());
        for (String page : List.of("out/measured.zvideo.report.html", "out/plain.zvideo.report.html")) {
            assertTrue(batch.results().contains("\nreport: " + page + "\n"), batch.results());
            assertTrue(Files.exists(folder.resolve(page)), page);
        }
        assertTrue(Files.exists(folder.resolve("measured.report.html")));
        assertFalse(Files.exists(folder.resolve("plain.report.html")));
        JsonNode report =
                new ObjectMapper().readTree(folder.resolve("plain.report.json").toFile());
        assertEquals("no", report.get("measured").asText());
        assertFalse(report.has("flow"));
        assertTrue(report.get("origin").has("model"));
        assertEquals(
                Set.of("frames", "secondsPerFrame", "styleDifference", "strokesKept", "strokeCost"),
                Set.copyOf(names(report.get("consistency"))));
        assertFalse(Files.readString(folder.resolve("plain.stats.jsonl")).contains("sharpness"));
        fails(64, "--no-report measures nothing", run + "x.mkv --no-report --require warp<1");
        fails(64, "--no-report measures nothing", run + "x.mkv --no-report --measure-flow dis");
    }

    @Test
    void aSoftResultIsWarnedOf() throws Exception {
        Path copy = Files.createDirectories(folder.resolve("copy")).resolve("01.png");
        RgbImage flat = new RgbImage(64, 36);
        Files.write(copy, StillImage.encode(flat, copy));
        Run run = zvideo("report " + Run.BUNNY + " copy/%02d.png -o copy.html", List.of());
        assertEquals(0, run.status(), run.messages());
        assertTrue(run.messages().contains("warning: the result has 0.0 % of the source's sharpness"), run.messages());
        assertTrue(Files.readString(folder.resolve("copy.report.json")).contains("of the source's sharpness"));
    }

    @Test
    void severalResultsAreOnOnePage() throws Exception {
        for (String name : List.of("in.mp4", "a.mp4", "b.mp4")) {
            Files.copy(Path.of(Run.BUNNY), folder.resolve(name));
        }
        Run run = zvideo("report in.mp4 a.mp4 b.mp4 --require sharpnessratio>=1 --require excess>0", List.of());
        assertEquals(6, run.status(), run.messages());
        assertTrue(run.results().startsWith("in.report.html\na.mp4: 50 frames"), run.results());
        assertTrue(run.results().contains("\nb.mp4: sharpnessratio>=1.0 holds"), run.results());
        assertTrue(run.results().contains("\nb.mp4: excess>0.0 does not hold"), run.results());
        fails(73, "exists", "report in.mp4 a.mp4 b.mp4");
    }

    /** Oracle: a copy that is its own reference. */
    @Test
    void aReferenceGivesGhostAndAnotherFlowItsError() throws Exception {
        Files.copy(Path.of(Run.BUNNY), folder.resolve("in.mp4"));
        Run run = zvideo(
                "report in.mp4 in.mp4 --reference in.mp4 -o own.html",
                List.of(
                        "--require",
                        "ghost<=0",
                        "--require",
                        "sharpnessRatioNone>=1",
                        "--require",
                        "warpRatio<=1",
                        "--require",
                        "warpedErrorOther>0"));
        assertEquals(0, run.status(), run.results() + run.messages());
        String report = Files.readString(folder.resolve("own.report.json"));
        assertTrue(report.contains("\"reference\" : \"in.mp4\""), report);
        assertTrue(report.contains("\"flow\" : \"dis,farneback\""), report);
    }

    @Test
    void wrongInputIsOneLineAndTheRightStatus() throws Exception {
        Files.copy(Path.of(Run.BUNNY), folder.resolve("in.mp4"));
        fails(64, "given twice", "report in.mp4 a.mp4 a.mp4");
        fails(66, "absent.mp4", "report in.mp4 absent.mp4");
        fails(64, "needs the picture", "report in.mp4 in.mp4 --require style<1");
        fails(66, "style absent.jpg", "report in.mp4 in.mp4 --style absent.jpg");
        fails(64, "--require ghost: needs a result without ties", "report in.mp4 in.mp4 --require ghost<1");
        fails(64, "--require content: needs a network", "report in.mp4 in.mp4 --require content<1");
        fails(
                64,
                "to zvideo report with --reference",
                "in.mp4 --style " + Run.STYLE + " --require sharpnessRatioNone>0.9");
        fails(64, "flow fast: expected dis or farneback", "report in.mp4 in.mp4 --measure-flow fast");
        fails(64, "expected a bound like", "report in.mp4 in.mp4 --require sharp<1");
    }

    private Run zvideo(String command, List<String> bounds) throws Exception {
        return PROGRAM.of(
                Stream.concat(Stream.of(command.split(" ")), bounds.stream()).toArray(String[]::new));
    }

    private void fails(int status, String word, String command) throws Exception {
        zvideo(command, List.of()).assertFailed(status, word);
    }
}
