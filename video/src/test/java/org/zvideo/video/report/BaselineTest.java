package org.zvideo.video.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.zvideo.core.StyleMix;
import org.zvideo.core.image.RgbImage;
import org.zvideo.video.picture.NativePicture;

/** Sharpness, style and the copies of the source. Oracle: closed forms, and pictures blurred by a known σ. */
class BaselineTest {
    private static final int WIDTH = 96;
    private static final int HEIGHT = 64;

    /** The Laplacian of a checkerboard of ±a is ∓8a, whose variance is 64a². */
    @Test
    void sharpnessIsTheVarianceOfTheLaplacian() {
        RgbImage board = new RgbImage(WIDTH, HEIGHT);
        for (int n = 0; n < board.pixels().length; n++) {
            int pixel = n / 3;
            board.pixels()[n] = (byte) (100 + ((pixel % WIDTH + pixel / WIDTH) % 2 == 0 ? 10 : -10));
        }
        assertEquals(6400, Sharpness.of(board), 1e-6);
        assertEquals(0.64, Sharpness.ratio(64, 100), 1e-12);
        assertNull(Sharpness.ratio(64, 20 / 12.0), "rounding alone makes that much");
    }

    @Test
    void theBlurThatMadeAPictureIsFound() {
        try (NativePicture sharp = NativePicture.of(frame(0));
                NativePicture soft = Blur.of(sharp, 1.7)) {
            assertEquals(1.7, Blur.sigma(sharp, Sharpness.of(soft)), 0.05);
            assertEquals(0, Blur.sigma(soft, Sharpness.of(sharp)), "no blur makes it sharper");
            assertEquals(0, Blur.sigma(sharp, Sharpness.of(sharp)));
        }
    }

    @Test
    void aCopyScoresLikeItsSource() {
        ConsistencyReport report = measured(source -> source);
        assertEquals(1, report.sharpnessRatio());
        assertEquals(Optional.empty(), report.warning());
        Baseline source = report.baselines().source();
        assertEquals(
                new Baseline(
                        null,
                        report.result().mean(),
                        report.warpedError(),
                        report.warpedError10(),
                        report.sharpness(),
                        null,
                        report.steadiness().motion(),
                        report.steadiness().flicker()),
                source);
        assertEquals(
                new Baseline(
                        0.0,
                        source.diff(),
                        source.warpedError(),
                        source.warpedError10(),
                        source.sharpness(),
                        null,
                        source.motion(),
                        source.flicker()),
                report.baselines().blurred());
    }

    @Test
    void aBlurredResultScoresLikeTheBlurredSource() {
        ConsistencyReport report = measured(BaselineTest::blurred);
        Baseline copy = report.baselines().blurred();
        assertEquals(2, copy.sigma(), 0.1);
        assertEquals(report.sharpness(), copy.sharpness(), 0.02 * report.sharpness());
        assertEquals(report.warpedError(), copy.warpedError(), 0.03 * report.warpedError());
        assertEquals(report.warpedError10(), copy.warpedError10(), 0.03 * report.warpedError10());
        assertEquals(report.result().mean(), copy.diff(), 0.03 * copy.diff());
        assertTrue(copy.warpedError() < 0.8 * report.baselines().source().warpedError(), "blur alone wins");
        assertTrue(report.warning().orElseThrow().contains("of the source's sharpness"));
    }

    /** Each shot has its own blur: the second result is not blurred at all. */
    @Test
    void theBlurIsFoundOncePerShot() {
        try (ConsistencyMeter meter = ConsistencyMeter.ofReport(pair -> {}, Measuring.DEFAULT)) {
            meter.add(frame(0), blurred(frame(0)), 0, 1);
            meter.cut();
            meter.add(frame(1), frame(1), 1, 1);
            assertEquals(1, meter.report().baselines().blurred().sigma(), 0.05, "the mean of 2 and 0");
        }
    }

    @Test
    void besideAFlatSourceNothingIsSharpOrSoft() {
        RgbImage black = new RgbImage(WIDTH, HEIGHT);
        try (ConsistencyMeter meter = ConsistencyMeter.ofReport(pair -> {}, Measuring.DEFAULT)) {
            assertNull(meter.add(black, frame(0), 0, 1).sharpnessRatio());
            ConsistencyReport report = meter.report();
            assertNull(report.sharpnessRatio());
            assertEquals(Optional.empty(), report.warning());
            assertEquals(0, report.baselines().blurred().sigma());
            assertTrue(Requirement.parse("sharpnessratio>0").resultLine(report).contains("the source is flat"));
            meter.add(frame(1), blurred(frame(1)), 1, 1);
            assertEquals(
                    1, meter.report().baselines().blurred().sigma(), 0.05, "the second frame of the shot is not flat");
        }
    }

    @Test
    void stylesCountAlike() {
        RgbImage first = frame(0);
        RgbImage second = blurred(frame(7));
        RgbImage source = new RgbImage(WIDTH, HEIGHT);
        Arrays.fill(source.pixels(), (byte) 30);
        StylePatches one = new StylePatches(List.of(first), WIDTH, HEIGHT);
        StylePatches other = new StylePatches(List.of(second), WIDTH, HEIGHT);
        StylePatches both = new StylePatches(List.of(first, second), WIDTH, HEIGHT);
        assertEquals(0, one.share(first, source));
        assertEquals(1, both.share(source, source));
        assertEquals(other.share(first, source) / 2, both.share(first, source), 1e-12);
        assertNull(one.share(second, first), "the source is the style already");
        assertNull(new StylePatches(List.of(source), WIDTH, HEIGHT).share(first, second), "a flat style");
    }

    /** Oracle: the share of each style alone. */
    @Test
    void aStyleCountsAsFarAsItIsReached() {
        RgbImage source = frame(3);
        RgbImage result = blurred(frame(5));
        List<RgbImage> styles = List.of(frame(0), blurred(frame(7)));
        double first = new StylePatches(styles.subList(0, 1), WIDTH, HEIGHT).share(result, source);
        double second = new StylePatches(styles.subList(1, 2), WIDTH, HEIGHT).share(result, source);
        StyleMeter meter =
                new StyleMeter(new MeasuredStyles(styles, seconds -> new StyleMix(List.of(1 - seconds, seconds))), 0);
        for (int n = 0; n <= 4; n++) {
            double share = n / 4.0;
            assertEquals(
                    (1 - share) * first + share * second,
                    meter.measured(10L * n, share, source, result, () -> null).result(),
                    1e-12);
        }
        RgbImage flat = new RgbImage(WIDTH, HEIGHT);
        StyleMeter unknown = new StyleMeter(
                new MeasuredStyles(List.of(flat, frame(0)), seconds -> new StyleMix(List.of(1.0, 0.0))), 0);
        assertNull(unknown.measured(0, 0, source, result, () -> null).result(), "the one that acts is flat");
    }

    /** A style of twice the size, of which the result shows the middle; halves are means, so that nothing is resampled. */
    @Test
    void aStyleCoversTheResultAndIsCutToItsMiddle() {
        RgbImage wide = new RgbImage(4 * WIDTH, 2 * HEIGHT);
        RgbImage middle = frame(0);
        for (int y = 0; y < 2 * HEIGHT; y++) {
            for (int x = 0; x < 2 * WIDTH; x++) {
                for (int c = 0; c < 3; c++) {
                    wide.pixels()[3 * (y * 4 * WIDTH + x + WIDTH) + c] = (byte) middle.at(x / 2, y / 2, c);
                }
            }
        }
        RgbImage source = blurred(frame(3));
        assertEquals(0, new StylePatches(List.of(wide), WIDTH, HEIGHT).share(middle, source));
    }

    /** Oracle: 0, 10, …, 200 are 21 frames, of which 0, 20, …, 200 stay, and 220 comes next. */
    @Test
    void atMostTwentyFramesCount() {
        RgbImage small = new RgbImage(7, 8);
        small.pixels()[0] = 90;
        RgbImage style = new RgbImage(7, 8);
        style.pixels()[40] = 70;
        StyleMeter meter = new StyleMeter(MeasuredStyles.always(List.of(style)), 0);
        StyleTrack track = new StyleTrack();
        for (int n = 0; n < 230; n++) {
            RgbImage result = n % 20 == 0 ? style : small;
            boolean counts = n <= 200 ? n % 10 == 0 : n == 220;
            MeasuredFrame.Style measured = meter.measured(n, n, small, result, () -> null);
            assertEquals(counts, measured != null, "frame " + n);
            if (counts) {
                track.add(n, measured);
            }
        }
        assertEquals(new ConsistencyReport.Style(0, 12, 20), track.result());
        assertNull(track.blurred());
    }

    private static ConsistencyReport measured(UnaryOperator<RgbImage> made) {
        try (ConsistencyMeter meter = ConsistencyMeter.ofReport(pair -> {}, Measuring.DEFAULT)) {
            for (int n = 0; n < 12; n++) {
                meter.add(frame(n), made.apply(frame(n)), n, 1);
            }
            return meter.report();
        }
    }

    private static RgbImage blurred(RgbImage image) {
        try (NativePicture sharp = NativePicture.of(image);
                NativePicture soft = Blur.of(sharp, 2)) {
            return soft.image();
        }
    }

    /** A still texture of 3×3 patches with noise that changes. */
    private static RgbImage frame(int time) {
        Random still = new Random(1);
        int[] patches = still.ints(WIDTH * HEIGHT, 40, 216).toArray();
        Random noise = new Random(100 + time);
        RgbImage image = new RgbImage(WIDTH, HEIGHT);
        for (int y = 0; y < HEIGHT; y++) {
            for (int x = 0; x < WIDTH; x++) {
                for (int c = 0; c < 3; c++) {
                    int level = patches[y / 3 * WIDTH + x / 3] + 8 * c + (int) (10 * noise.nextGaussian());
                    image.pixels()[3 * (y * WIDTH + x) + c] = (byte) Math.max(0, Math.min(255, level));
                }
            }
        }
        return image;
    }
}
