package org.zvideo.video.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.zvideo.core.image.RgbImage;
import org.zvideo.video.Clip;
import org.zvideo.video.ReadOptions;
import org.zvideo.video.RgbFrames;
import org.zvideo.video.TestMedia;
import org.zvideo.video.VideoFrame;
import org.zvideo.video.VideoReader;
import org.zvideo.video.flow.FilmMotions;
import org.zvideo.video.flow.FlowWarp;
import org.zvideo.video.picture.NativePicture;
import org.zvideo.video.picture.StillImage;

/** Oracle: pictures whose differences and motion are known by construction. */
class ConsistencyMeterTest {
    @Test
    void diffIsTheMeanAbsoluteDifferenceOver255() {
        ConsistencyMeter meter = new ConsistencyMeter();
        RgbImage source = textured(0);
        assertNull(meter.add(source, flat(100), 0, 1).diff());
        assertEquals(51 / 255.0, meter.add(source, flat(151), 0.04, 1).diff(), 1e-6);
        assertEquals(0, meter.add(source, flat(151), 0.08, 1).diff(), 0);
        ConsistencyReport report = meter.report();
        assertEquals(0.1, report.result().mean(), 1e-6);
        assertEquals(0.01, report.result().variance(), 1e-6);
        assertEquals(0.01, report.result().pixelVariance(), 1e-6);
        assertEquals(0, report.source().mean(), 0);
        assertEquals(0.1, report.excess(), 1e-6);
        assertEquals(3, report.frames());
    }

    @Test
    void whatMovesWithTheSourceHasNoWarpedError() {
        ConsistencyMeter meter = new ConsistencyMeter();
        FrameStatistics last = null;
        for (int i = 0; i <= 10; i++) {
            last = meter.add(textured(i), textured(i), i, 1);
        }
        assertTrue(last.warpedError() < 0.02, "warped " + last.warpedError());
        assertTrue(last.unwarpedError() > 3 * last.warpedError(), "unwarped " + last.unwarpedError());
        assertTrue(last.warpedError10() < 0.05, "gap 10: " + last.warpedError10());
        assertEquals(last.warpedError(), last.sourceWarpedError(), 1e-12);
    }

    @Test
    void whatFlickersOverAStillSourceHasItsFullError() {
        ConsistencyMeter meter = new ConsistencyMeter();
        meter.add(textured(0), flat(100), 0, 1);
        assertEquals(51 / 255.0, meter.add(textured(0), flat(151), 1, 1).warpedError(), 1e-6);
    }

    /** Oracle: the two shots measured one by one. */
    @Test
    void aCutIsNoUnsteadiness() {
        ConsistencyMeter meter = new ConsistencyMeter();
        meter.add(flat(10), flat(10), 0, 1);
        meter.add(flat(10), flat(20), 1, 1);
        meter.cut();
        FrameStatistics first = meter.add(flat(200), flat(200), 2, 1);
        assertNull(first.diff());
        assertNull(first.warpedError());
        meter.add(flat(200), flat(230), 3, 1);
        assertEquals(20 / 255.0, meter.report().result().mean(), 1e-6);
    }

    /** Oracle: the measures' definitions (METHOD.md §8), over frames that this test keeps itself; equal to the last bit. */
    @Test
    void theNumbersAreThoseOfTheirDefinitions() {
        List<RgbImage> sources = IntStream.rangeClosed(0, 21)
                .mapToObj(ConsistencyMeterTest::textured)
                .toList();
        List<RgbImage> results =
                IntStream.rangeClosed(0, 21).mapToObj(i -> textured(3 * i % 7)).toList();
        try (ConsistencyMeter meter = new ConsistencyMeter()) {
            for (int i = 0; i < sources.size(); i++) {
                FrameStatistics measured = meter.add(sources.get(i), results.get(i), i, 1);
                assertEquals(i < 1 ? null : (Object) difference(results, i), measured.diff());
                assertEquals(i < 1 ? null : (Object) difference(sources, i), measured.sourceDiff());
                assertEquals(i < 1 ? null : (Object) warped(sources, results, i, 1), measured.warpedError());
                assertEquals(i < 1 ? null : (Object) warped(sources, sources, i, 1), measured.sourceWarpedError());
                boolean tenth = i > 0 && i % 10 == 0;
                assertEquals(tenth ? (Object) warped(sources, results, i, 10) : null, measured.warpedError10());
            }
        }
    }

    private static double difference(List<RgbImage> frames, int i) {
        byte[] now = frames.get(i).pixels();
        byte[] before = frames.get(i - 1).pixels();
        double total = 0;
        for (int n = 0; n < now.length; n++) {
            total += Math.abs((double) ((now[n] & 0xff) / 255f) - (before[n] & 0xff) / 255f);
        }
        return total / now.length;
    }

    private static double warped(List<RgbImage> sources, List<RgbImage> frames, int i, int gap) {
        int width = frames.get(i).width();
        double[] colors = new double[3 * width];
        try (FlowWarp warp = FlowWarp.between(sources.get(i), sources.get(i - gap));
                NativePicture earlier = NativePicture.of(frames.get(i - gap))) {
            double squares = 0;
            long count = 0;
            for (int pixel = 0; pixel < width * frames.get(i).height(); pixel++) {
                if (pixel % width == 0) {
                    warp.warped(earlier, pixel / width, colors);
                }
                for (int c = 0; c < (warp.visible(pixel) ? 3 : 0); c++, count++) {
                    squares += Math.pow(frames.get(i).at(pixel, c) - colors[3 * (pixel % width) + c], 2);
                }
            }
            return Math.sqrt(squares / count) / 255;
        }
    }

    /** Oracle: the other motion, in which nothing moves: what is warped along it is not warped at all. */
    @Test
    void aMotionThatOthersHaveFoundIsUsed() {
        FilmMotions film = new FilmMotions();
        film.between(1, 0, 160, 120, () -> FlowWarp.between(textured(0), textured(0)))
                .close();
        try (film;
                ConsistencyMeter meter = new ConsistencyMeter(Measuring.DEFAULT.sharing(film))) {
            meter.add(textured(0), textured(0), 0, 1);
            FrameStatistics second = meter.add(textured(5), textured(5), 1, 1);
            assertEquals(second.unwarpedError(), second.warpedError(), 1e-4);
            assertTrue(meter.add(textured(10), textured(10), 2, 1).warpedError() < second.warpedError() / 2);
        }
    }

    /** Oracle: the warped error along a flow that is found in the frames' own size; METHOD.md §8 allows it to differ by 3 %. */
    @Test
    void motionOfALargerFilmIsFoundInReducedFrames() {
        List<RgbImage> film = new ArrayList<>();
        try (VideoReader reader =
                VideoReader.open(TestMedia.TESTDATA.resolve("clips/bunny-720p.mp4"), Clip.WHOLE, ReadOptions.DEFAULT)) {
            for (int n = 0; n < 4; n++) {
                try (VideoFrame decoded = reader.nextFrame().orElseThrow()) {
                    film.add(RgbFrames.toImage(decoded.image()));
                }
            }
        }
        double whole = 0;
        try (ConsistencyMeter meter = new ConsistencyMeter()) {
            for (int n = 0; n < film.size(); n++) {
                meter.add(film.get(n), film.get(n), n, 1);
                whole += n == 0 ? 0 : warped(film, film, n, 1) / (film.size() - 1);
            }
            assertEquals(whole, meter.report().warpedError(), 0.03 * whole);
            assertNotEquals(whole, meter.report().warpedError(), 1e-5 * whole, "not reduced");
        }
    }

    /** Oracle: the heap itself; a frame of 640×360 has 0.7 MB, and eleven pairs of them 15 MB. */
    @Test
    void nothingOfTheFramesStaysOnTheHeap() {
        List<WeakReference<RgbImage>> passed = new ArrayList<>();
        try (ConsistencyMeter meter = ConsistencyMeter.ofReport(new WorstPairs(), Measuring.DEFAULT)) {
            meter.add(new RgbImage(640, 360), new RgbImage(640, 360), 0, 1);
            System.gc();
            long before = used();
            for (int i = 1; i <= 11; i++) {
                RgbImage frame = StillImage.resized(textured(i), 640, 360);
                passed.add(new WeakReference<>(frame));
                meter.add(frame, StillImage.resized(textured(2 * i), 640, 360), i, 1);
            }
            System.gc();
            assertTrue(passed.stream().allMatch(frame -> frame.get() == null));
            assertTrue(used() - before < 2_000_000, "heap grew by " + (used() - before));
        }
    }

    private static long used() {
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    @Test
    void blurLowersSharpness() {
        assertTrue(Sharpness.of(textured(0)) > 10);
        assertEquals(0, Sharpness.of(flat(90)), 1e-12);
    }

    private static RgbImage flat(int level) {
        RgbImage image = new RgbImage(160, 120);
        Arrays.fill(image.pixels(), (byte) level);
        return image;
    }

    /** A texture that moves one pixel to the right per frame. */
    private static RgbImage textured(int time) {
        RgbImage image = new RgbImage(160, 120);
        for (int y = 0; y < 120; y++) {
            for (int x = 0; x < 160; x++) {
                double u = x - time;
                double value = Math.sin(u / 5) * Math.cos(y / 7.0) + Math.sin((u + 2 * y) / 11);
                for (int channel = 0; channel < 3; channel++) {
                    image.pixels()[3 * (160 * y + x) + channel] = (byte) (128 + 50 * value);
                }
            }
        }
        return image;
    }
}
