package org.zvideo.video.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.zvideo.video.MediaMaker;
import org.zvideo.video.ReadOptions;
import org.zvideo.video.file.InputFiles;
import org.zvideo.video.file.OutputFiles;
import org.zvideo.video.shot.ShotDetector;

/** Two videos side by side. Oracle: how they were made. */
class ComparisonTest {
    private static final String SCENE = "testsrc2=s=192x128:r=24:d=1,format=bgr0";

    @TempDir
    Path folder;

    private Path make(String name, String graph) {
        Path file = folder.resolve(name);
        try (MediaMaker media = MediaMaker.of(file)) {
            media.stream(graph, "ffv1");
        }
        return file;
    }

    private ConsistencyReport compare(Path source, Path result) {
        try (OutputFiles outputs = new OutputFiles(new InputFiles(), warning -> {});
                ReportFiles files = ReportFiles.claim(outputs, folder.resolve("report.mkv"), true, name -> true)) {
            ConsistencyReport report = new Comparison(
                            source, result, Optional.empty(), ReadOptions.DEFAULT, Measuring.DEFAULT)
                    .run(new ShotDetector(), files, new Comparison.Listener() {});
            files.commit();
            return report;
        }
    }

    private JsonNode summary() throws Exception {
        return new ObjectMapper().readTree(folder.resolve("report.report.json").toFile());
    }

    @Test
    void aCopyIsAsSteadyAsItsSource() throws Exception {
        ConsistencyReport report = compare(make("a.mkv", SCENE), make("b.mkv", SCENE));
        assertEquals(24, report.frames());
        assertEquals(0, report.excess());
        assertEquals(report.sourceWarpedError(), report.warpedError());
        assertTrue(summary().get("notes").isEmpty(), summary().toString());
    }

    /** Half the frames at half the size: the frames beside them are those of the same times. */
    @Test
    void framesArePairedByTime() throws Exception {
        Path source = make("a.mkv", SCENE);
        ConsistencyReport report = compare(source, make("b.mkv", SCENE + ",select='not(mod(n,2))',scale=96x64"));
        assertEquals(12, report.frames());
        ConsistencyReport same = compare(
                make("c.mkv", SCENE + ",select='not(mod(n,2))'"),
                make("d.mkv", SCENE + ",select='not(mod(n,2))',scale=96x64"));
        assertEquals(same.source().mean(), report.source().mean(), 1e-9, "the same frames of the source were taken");
        compare(source, folder.resolve("b.mkv"));
        String notes = summary().get("notes").toString();
        assertTrue(
                notes.contains("192x128") && notes.contains("96x64") && notes.contains("12 source frames have no"),
                notes);
    }

    @Test
    void cutsAreNoFlicker() throws Exception {
        String shots = SCENE + "[a];smptebars=s=192x128:r=24:d=1,format=bgr0[b];[a][b]concat=n=2";
        ConsistencyReport report = compare(make("a.mkv", shots), make("b.mkv", shots));
        assertEquals(24, summary().at("/cuts/0/frame").asInt());
        assertEquals(1, summary().at("/cuts").size());
        assertTrue(
                report.result().mean() < 0.05,
                "the cut itself is not counted: " + report.result().mean());
    }

    /** Oracle: each result measured by itself. */
    @Test
    void severalResultsAreMeasuredAsEachByItself() throws Exception {
        Path source = make("a.mkv", SCENE);
        Path copy = make("b.mkv", SCENE);
        Path soft = make("c.mkv", SCENE + ",gblur=2,format=bgr0");
        ConsistencyReport alone = compare(source, soft);
        try (OutputFiles outputs = new OutputFiles(new InputFiles(), warning -> {});
                ReportFiles files = ReportFiles.claim(outputs, folder.resolve("report.mkv"), true, name -> true)) {
            List<ConsistencyReport> both = new SeveralResults(
                            source, List.of(copy, soft), Optional.empty(), ReadOptions.DEFAULT, Measuring.DEFAULT)
                    .run(ShotDetector::new, files, new Comparison.Listener() {});
            files.commit();
            assertEquals(1, both.get(0).sharpnessRatio());
            assertEquals(alone, both.get(1));
        }
        JsonNode results = summary().get("results");
        assertEquals(copy.toString(), results.at("/0/output").asText());
        assertEquals(soft.toString(), results.at("/1/output").asText());
        assertEquals(
                alone.baselines().blurred().sigma(),
                results.at("/1/consistency/baselines/blurred/sigma").asDouble());
        assertEquals("as decoded", results.at("/1/measured").asText());
        List<String> lines = Files.readAllLines(folder.resolve("report.stats.jsonl"));
        assertEquals(48, lines.size());
        JsonNode last = new ObjectMapper().readTree(lines.get(47));
        assertEquals(soft.toString() + " 23", last.get("result").asText() + " " + last.get("frame"));
        assertTrue(Files.readString(folder.resolve("report.report.html")).contains("data:image/jpeg;base64"));
    }

    @Test
    void requirementsAreBounds() {
        ConsistencyReport report = new ConsistencyReport(
                9,
                null,
                new ConsistencyReport.Diff(0.02, 1e-6, 0.1),
                0.01,
                0.03,
                null,
                null,
                0.06,
                new Steadiness(null, null, 0.9, 0.004, null, null),
                40.0,
                100.0,
                0.4,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null);
        assertTrue(Requirement.parse("warp<=0.03").isMet(report));
        assertFalse(Requirement.parse("warp<0.03").isMet(report));
        assertTrue(Requirement.parse(" sharpness > 39.5 ").isMet(report));
        assertFalse(Requirement.parse("warp10<1").isMet(report), "what was not measured is not held");
        assertTrue(Requirement.parse("excess>-1").isMet(report));
        assertTrue(Requirement.parse("sharpnessratio<=0.4").isMet(report));
        assertFalse(Requirement.parse("style<9").isMet(report), "no style is known");
        assertTrue(Requirement.parse("style<9").resultLine(report).contains("no style to compare with"));
        assertTrue(Requirement.parse("ghost<9").resultLine(report).contains("no result without ties"));
        assertThrows(IllegalArgumentException.class, () -> Requirement.parse("wrap<1"));
        assertThrows(IllegalArgumentException.class, () -> Requirement.parse("warp=1"));
    }

    /** Oracle: the numbers that the report was made of, a little above and below each. */
    @Test
    void everyMeasureOfSteadinessCanBeBounded() {
        ConsistencyReport report = new ConsistencyReport(
                9,
                null,
                null,
                null,
                0.03,
                0.04,
                null,
                0.06,
                new Steadiness(0.05, 0.07, 0.9, 0.004, 0.02, 0.95),
                40.0,
                100.0,
                0.4,
                new ConsistencyReport.Style(0.6, 1, 10),
                new ConsistencyReport.Content("contentVae", 17, 2),
                null,
                null,
                null,
                null,
                null,
                null);
        Map.ofEntries(
                        Map.entry("warpedError", 0.03),
                        Map.entry("warpedError10", 0.04),
                        Map.entry("warpRatio", 0.5),
                        Map.entry("warpRatio10", 0.8),
                        Map.entry("motion", 0.9),
                        Map.entry("flicker", 0.004),
                        Map.entry("ghost", 0.02),
                        Map.entry("warpedErrorOther", 0.07),
                        Map.entry("sharpnessRatio", 0.4),
                        Map.entry("sharpnessRatioNone", 0.95),
                        Map.entry("style", 0.6),
                        Map.entry("content", 17.0))
                .forEach((name, value) -> {
                    for (String written : List.of(name, name.toLowerCase(Locale.ROOT))) {
                        assertTrue(bound(written, "<", 1.01 * value).isMet(report), name);
                        assertFalse(bound(written, "<", 0.99 * value).isMet(report), name);
                        assertTrue(bound(written, ">", 0.99 * value).isMet(report), name);
                        assertFalse(bound(written, ">", 1.01 * value).isMet(report), name);
                    }
                });
    }

    private static Requirement bound(String measure, String sign, double limit) {
        return Requirement.parse(measure + sign + String.format(Locale.ROOT, "%.8f", limit));
    }
}
