package org.zvideo.video.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.zvideo.core.image.RgbImage;
import org.zvideo.video.AppearanceCase;
import org.zvideo.video.flow.FlowWarp;
import org.zvideo.video.flow.OpticalFlow;
import org.zvideo.video.picture.NativePicture;

/** Measures that blur and a frozen picture do not win. */
class SteadinessTest {
    private static final AppearanceCase CASE = new AppearanceCase("steady");

    /** Oracle: the golden case, made by {@code golden_measures_steady.py} from the reference's {@code measures()}. */
    @Test
    void theNumbersAreThoseOfTheReference() {
        List<RgbImage> source = frames("source");
        List<RgbImage> alone = frames("alone");
        assertMeasures("sourceMeasures", report(source, source, source, MeasuredFlow.DEFAULT));
        assertMeasures("aloneMeasures", report(source, alone, alone, MeasuredFlow.DEFAULT));
        ConsistencyReport result = report(source, frames("result"), alone, MeasuredFlow.DEFAULT);
        assertMeasures("resultMeasures", result);
        double[] ofSource = CASE.read("sourceMeasures").values();
        assertEquals(ofSource[2], result.steadiness().sourceWarpedError10(), 1e-4 * ofSource[2]);
        assertEquals(result.warpedError() / ofSource[1], result.warpRatio(), 1e-4);
        assertEquals(result.warpedError10() / ofSource[2], result.warpRatio10(), 1e-4);
    }

    private static void assertMeasures(String name, ConsistencyReport report) {
        double[] expected = CASE.read(name).values();
        double[] measured = {
            report.result().mean(),
            report.warpedError(),
            report.warpedError10(),
            report.steadiness().sharpnessRatioNone(),
            report.steadiness().ghost(),
            report.steadiness().motion()
        };
        for (int n = 0; n < expected.length; n++) {
            assertEquals(expected[n], measured[n], 1e-4 * Math.abs(expected[n]), name + " " + n);
        }
    }

    /** Oracle: the names that docs/report.md lists. */
    @Test
    void theNumbersAreInTheReportByTheirNames() {
        List<RgbImage> source = frames("source");
        ConsistencyReport report =
                report(source, frames("result"), frames("alone"), MeasuredFlow.parse("dis,farneback"));
        JsonNode json = new ObjectMapper().valueToTree(report);
        assertEquals(report.warpRatio(), json.get("warpRatio").asDouble());
        assertEquals(report.warpRatio10(), json.get("warpRatio10").asDouble());
        for (String name :
                List.of("sourceWarpedError10", "warpedErrorOther", "motion", "ghost", "sharpnessRatioNone")) {
            assertTrue(json.get(name).asDouble() > 0, name);
            assertTrue(json.at("/steadiness").isMissingNode(), "not within another object");
        }
    }

    /** Oracle: the definition, with the flow asked for by this test. */
    @Test
    void theOtherErrorFollowsTheOtherFlow() {
        List<RgbImage> source = frames("source");
        List<RgbImage> result = frames("result");
        ConsistencyReport report = report(source, result, result, MeasuredFlow.parse("dis,farneback"));
        double sum = 0;
        for (int i = 1; i < source.size(); i++) {
            try (NativePicture now = NativePicture.of(source.get(i));
                    NativePicture before = NativePicture.of(source.get(i - 1));
                    NativePicture gray = now.gray();
                    NativePicture grayBefore = before.gray();
                    NativePicture ofNow = NativePicture.of(result.get(i));
                    NativePicture ofBefore = NativePicture.of(result.get(i - 1));
                    FlowWarp warp = FlowWarp.searched(gray, grayBefore, OpticalFlow.Kind.FARNEBACK)) {
                sum += WarpedError.of(ofNow, ofBefore, warp).value();
            }
        }
        assertEquals(sum / (source.size() - 1), report.steadiness().warpedErrorOther(), 1e-12);
        assertEquals(
                report.steadiness().warpedErrorOther(),
                report(source, result, result, MeasuredFlow.parse("farneback")).warpedError(),
                1e-12);
        assertEquals(
                report(source, result, result, MeasuredFlow.DEFAULT).warpedError(),
                report.warpedError(),
                0,
                "the first flow");
        assertTrue(
                Math.abs(report.warpedError() - report.steadiness().warpedErrorOther()) > 1e-4, "the two flows differ");
    }

    /** Oracle: half of the picture stands still and changes by 3 levels in the result; the other half changes in the source. */
    @Test
    void flickerIsTheChangeOfWhatStandsStill() {
        RgbImage dark = halves(100, 100);
        RgbImage light = halves(100, 130);
        try (ConsistencyMeter meter = new ConsistencyMeter()) {
            assertNull(meter.add(dark, dark, 0, 1).steadiness().flicker());
            FrameStatistics second = meter.add(light, halves(103, 200), 1, 1);
            assertEquals(3 / 255.0, second.steadiness().flicker(), 1e-9);
            meter.add(dark, halves(102, 10), 2, 1);
            assertEquals(2 / 255.0, meter.report().steadiness().flicker(), 1e-9, "mean of 3 and 1");
        }
    }

    /** Oracle: the source itself, beside a picture that never changes. */
    @Test
    void whatIsFrozenDoesNotMove() {
        List<RgbImage> source = frames("source");
        List<RgbImage> frozen = source.stream().map(frame -> source.get(0)).toList();
        ConsistencyReport still = report(source, frozen, source, MeasuredFlow.DEFAULT);
        assertEquals(0, still.steadiness().motion(), 1e-12);
        assertTrue(report(source, source, source, MeasuredFlow.DEFAULT)
                        .steadiness()
                        .motion()
                > 0.9);
        assertTrue(still.baselines().source().motion() > 0.9, "the copies are measured too");
        ConsistencyReport nothing = report(frozen, source, source, MeasuredFlow.DEFAULT);
        assertNull(nothing.steadiness().motion(), "nothing moves in this source");
        assertEquals(0, nothing.steadiness().ghost(), "and nothing hides");
        assertNull(nothing.warpRatio(), "its error is 0");
    }

    /** Oracle: the first two frames of a shot have no ghost, since nothing but the first could have left one. */
    @Test
    void ghostsAreLookedForFromTheThirdFrameOfAShot() {
        List<RgbImage> source = frames("source");
        List<RgbImage> alone = frames("alone");
        try (ConsistencyMeter meter = new ConsistencyMeter()) {
            for (int i = 0; i < 6; i++) {
                if (i == 3) {
                    meter.cut();
                }
                Double ghost = meter.add(
                                source.get(i), source.get(i), Optional.of(alone.get(i)), i, 1, FrameMeasures.NONE)
                        .steadiness()
                        .ghost();
                assertEquals(i % 3 == 2, ghost != null, "frame " + i);
            }
        }
        assertNull(
                report(source, source, null, MeasuredFlow.DEFAULT).steadiness().ghost(), "no reference");
    }

    /** Oracle: a distance that counts its calls. */
    @Test
    void contentIsMeasuredOnEveryFifthFrameOfAShot() {
        List<RgbImage> source = frames("source");
        List<Integer> measured = new ArrayList<>();
        Measuring measuring = Measuring.DEFAULT.withContent(new MeasuredContent("test", (result, content) -> {
            assertEquals(source.get(8), content);
            return 2.0 + measured.size();
        }));
        try (ConsistencyMeter meter = new ConsistencyMeter(measuring)) {
            for (int i = 0; i < 12; i++) {
                if (i == 7) {
                    meter.cut();
                }
                if (meter.add(source.get(8), source.get(i), i, 1).content() != null) {
                    measured.add(i);
                }
            }
            assertEquals(List.of(0, 5, 7), measured);
            assertEquals(
                    new ConsistencyReport.Content("test", 3, 3), meter.report().content());
        }
    }

    @Test
    void flowsAreNamed() {
        assertEquals("farneback,dis", MeasuredFlow.parse("farneback,dis").text());
        assertEquals("dis,farneback", MeasuredFlow.DEFAULT.withOther().text());
        assertTrue(unknown("fast").contains("expected dis or farneback"));
        assertTrue(unknown("dis,dis").contains("flow dis twice"));
        assertTrue(unknown("dis,farneback,dis").contains("expected"));
        assertTrue(unknown("").contains("expected"));
    }

    private static String unknown(String text) {
        return assertThrows(IllegalArgumentException.class, () -> MeasuredFlow.parse(text))
                .getMessage();
    }

    private static ConsistencyReport report(
            List<RgbImage> source, List<RgbImage> result, List<RgbImage> untied, MeasuredFlow flow) {
        try (ConsistencyMeter meter = ConsistencyMeter.ofReport(pair -> {}, Measuring.DEFAULT.along(flow))) {
            for (int i = 0; i < source.size(); i++) {
                int at = i;
                meter.add(
                        source.get(i),
                        result.get(i),
                        Optional.ofNullable(untied).map(frames -> frames.get(at)),
                        i,
                        1,
                        FrameMeasures.NONE);
            }
            ConsistencyReport report = meter.report();
            assertNotNull(report.steadiness());
            return report;
        }
    }

    private static List<RgbImage> frames(String name) {
        AppearanceCase.Values read = CASE.read(name);
        int[] shape = read.shape();
        int size = shape[1] * shape[2] * shape[3];
        return IntStream.range(0, shape[0])
                .mapToObj(i -> {
                    RgbImage frame = new RgbImage(shape[2], shape[1]);
                    for (int n = 0; n < size; n++) {
                        frame.pixels()[n] = (byte) (int) read.values()[size * i + n];
                    }
                    return frame;
                })
                .toList();
    }

    /** A picture whose left half has one level, and its right half another. */
    private static RgbImage halves(int left, int right) {
        RgbImage image = new RgbImage(64, 48);
        for (int n = 0; n < image.pixels().length; n++) {
            image.pixels()[n] = (byte) (n / 3 % 64 < 32 ? left : right);
        }
        return image;
    }
}
