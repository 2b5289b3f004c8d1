package org.zvideo.video.report;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.zvideo.core.image.RgbImage;
import org.zvideo.video.flow.OpticalFlow;

/**
 * A film that is measured shot by shot, in any order, and added up from JSON. Oracle: the lines, the summary and the worst
 * pairs of one {@link ConsistencyMeter} over the whole film, value by value.
 */
class MeasureTotalsTest {
    private static final int WIDTH = 40;
    private static final int HEIGHT = 32;
    private static final int FRAMES = 53;

    private static final List<Integer> SHOTS = List.of(0, 3, 4, 27, 41);
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void shotsInAnyOrderAddUpToTheWholeFilm() throws Exception {
        WorstPairs worst = new WorstPairs();
        List<FrameStatistics> lines = new ArrayList<>();
        ConsistencyReport report;
        try (ConsistencyMeter meter = ConsistencyMeter.ofReport(worst, measuring())) {
            for (int n = 0; n < FRAMES; n++) {
                if (SHOTS.contains(n)) {
                    meter.cut();
                }
                lines.add(meter.add(frame(n, 1), frame(n, 3), Optional.empty(), n / 25.0, n, model(n)));
            }
            report = meter.report();
        }

        Map<Integer, SummedMeter.Taken> measured = new TreeMap<>();
        WorstPairs merged = new WorstPairs();
        List<Integer> order = new ArrayList<>(SHOTS);
        Collections.shuffle(order, new Random(5));
        for (int first : order) {
            WorstPairs ofShot = new WorstPairs();
            try (FrameMeter meter = FrameMeter.ofShot(ofShot, measuring(), first)) {
                for (int n = first; n < FRAMES && (n == first || !SHOTS.contains(n)); n++) {
                    String sent = JSON.writeValueAsString(meter.measured(frame(n, 1), frame(n, 3), n / 25.0));
                    measured.put(n, new SummedMeter.Taken(Optional.of(JSON.readValue(sent, MeasuredFrame.class)), n));
                }
            }
            ofShot.worstFirst().forEach(merged::add);
        }
        SummedMeter totals = new SummedMeter(measured.values().iterator()::next);
        for (int n = 0; n < FRAMES; n++) {
            if (SHOTS.contains(n)) {
                totals.cut();
            }
            assertEquals(lines.get(n), totals.add(() -> null, null, n / 25.0, -1, model(n)), "frame " + n);
        }
        assertEquals(report, totals.report());
        assertEquals(
                worst.worstFirst().stream().map(WorstPairs.Pictures::frame).toList(),
                merged.worstFirst().stream().map(WorstPairs.Pictures::frame).toList());
        assertArrayEquals(
                worst.worstFirst().get(9).difference(),
                merged.worstFirst().get(9).difference());
    }

    /** Oracle: a sampling that has seen every frame. */
    @Test
    void theSamplingOfStylesStartsAnywhere() {
        StyleSampling whole = new StyleSampling();
        for (long n = 0; n < 1700; n++) {
            StyleSampling from = StyleSampling.before(n);
            assertEquals(from.interval(), whole.interval(), "frame " + n);
            boolean counts = whole.counts(n);
            assertEquals(counts, from.counts(n), "frame " + n);
            assertEquals(counts && whole.thins(), counts && from.thins(), "frame " + n);
        }
        assertEquals(160, whole.interval());
    }

    private static Measuring measuring() {
        return new Measuring(
                new MeasuredFlow(OpticalFlow.Kind.DIS, Optional.of(OpticalFlow.Kind.FARNEBACK)),
                MeasuredStyles.always(List.of(frame(7, 5))),
                Optional.of(new MeasuredContent("byPixel", (one, other) -> one.pixels()[5] - other.pixels()[5] / 3.0)),
                Optional.empty());
    }

    private static FrameMeasures model(int n) {
        return n % 3 == 0
                ? FrameMeasures.NONE
                : FrameMeasures.of(1.0 / n, Math.sqrt(n)).withStrokes(0.1 * n, n / 7.0);
    }

    /** A texture that moves; frames 40 to 44 are equal, so that errors tie. */
    private static RgbImage frame(int number, int seed) {
        int moved = number >= 40 && number < 45 ? 40 : number;
        RgbImage image = new RgbImage(WIDTH, HEIGHT);
        for (int n = 0; n < image.pixels().length; n++) {
            int x = n / 3 % WIDTH;
            int y = n / 3 / WIDTH;
            double wave = Math.sin((x + 0.7 * moved) / (2.0 + n % 3) + seed) + Math.cos((y - seed * moved) / 3.0);
            image.pixels()[n] = (byte) (int) Math.round(127 + 20 * seed * wave / (1 + moved % 7));
        }
        return image;
    }
}
