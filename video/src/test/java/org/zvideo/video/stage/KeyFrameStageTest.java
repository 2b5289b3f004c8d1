package org.zvideo.video.stage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.zvideo.core.image.RgbImage;

/** Key frames around a stage that inverts colors: what is carried along the motion is known then. */
class KeyFrameStageTest extends StageContract<ModelFrame> {
    private static final long CUT = -1;
    private static final int WIDTH = 160;
    private static final int HEIGHT = 96;

    /** Oracle: every frame inverted by itself; the picture wanders out of the frame, so some of it is in one key only. */
    @ParameterizedTest
    @CsvSource({"1, 5, '0 1 2 3 4'", "3, 7, '0 3 6'", "3, 8, '0 3 6 7'", "4, 1, '0'", "8, 6, '0 5'"})
    void everyFrameComesOnceInOrderAsIfItWereDoneItself(int every, int frames, String keys) {
        Inverting inner = new Inverting();
        List<Long> times = new ArrayList<>();
        try (KeyFrameStage stage = new KeyFrameStage(inner, every, new SharedMotion())) {
            for (int n = 0; n < frames; n++) {
                stage.accept(new ShotFrame(n, 1000L * n, 0, scene(n)), result -> check(result, times));
            }
            stage.end(result -> check(result, times));
        }
        assertEquals(frames, times.size());
        for (int n = 0; n < frames; n++) {
            assertEquals(1000L * n, times.get(n));
        }
        assertEquals(
                keys, String.join(" ", inner.seen.stream().map(String::valueOf).toList()));
    }

    private static void check(ModelFrame result, List<Long> times) {
        double error = error(TestPictures.image(result), inverted(scene(times.size())));
        assertTrue(error < 6, "frame " + times.size() + " is off by " + error);
        times.add(result.source().timestamp());
    }

    /** Oracle: the definition — the last frame of a shot is a key frame, and so is the first of the next. */
    @Test
    void aCutMakesKeyFramesOnBothOfItsSides() {
        Inverting inner = new Inverting();
        List<Long> times = new ArrayList<>();
        try (KeyFrameStage stage = new KeyFrameStage(inner, 3, new SharedMotion())) {
            for (int n = 0; n < 10; n++) {
                stage.accept(
                        new ShotFrame(n, 1000L * n, n < 5 ? 0 : n < 9 ? 5 : 9, scene(n)),
                        result -> check(result, times));
            }
            stage.end(result -> check(result, times));
        }
        assertEquals(List.of(0L, 3L, 4L, CUT, 5L, 8L, CUT, 9L), inner.seen);
        assertEquals(
                List.of(0L, 1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L),
                times.stream().map(time -> time / 1000).toList());
    }

    /** Oracle: linear interpolation. Where nothing moves, results fade into each other by their distance in time. */
    @Test
    void resultsBetweenKeyFramesFadeByTheirDistanceInTime() {
        Stage<ModelFrame> levels = new Inverting() {
            @Override
            public void accept(ShotFrame frame, Consumer<ModelFrame> out) {
                RgbImage level = new RgbImage(WIDTH, HEIGHT);
                Arrays.fill(level.pixels(), (byte) (40 * frame.number()));
                out.accept(TestPictures.frame(frame, level));
            }
        };
        List<ModelFrame> results = new ArrayList<>();
        try (KeyFrameStage stage = new KeyFrameStage(levels, 4, new SharedMotion())) {
            for (int n = 0; n < 5; n++) {
                stage.accept(new ShotFrame(n, n, 0, scene(0)), results::add);
            }
            stage.end(results::add);
        }
        for (int n = 0; n < 5; n++) {
            assertEquals(40 * n, TestPictures.image(results.get(n)).at(WIDTH / 2, HEIGHT / 2, 0), 1, "frame " + n);
        }
    }

    @Test
    void everyMustBePositive() {
        assertThrows(IllegalArgumentException.class, () -> new KeyFrameStage(new Inverting(), 0, new SharedMotion()));
    }

    @Override
    protected Stage<ModelFrame> stage() {
        return new KeyFrameStage(new SummingStage(true), 2, new SharedMotion());
    }

    @Override
    protected ShotFrame source(ModelFrame result) {
        return result.source();
    }

    private static class Inverting implements Stage<ModelFrame> {
        private final List<Long> seen = new ArrayList<>();
        private long shotStart;

        @Override
        public void accept(ShotFrame frame, Consumer<ModelFrame> out) {
            if (frame.shotStart() != shotStart) {
                shotStart = frame.shotStart();
                seen.add(CUT);
            }
            seen.add(frame.number());
            assertEquals(frame.timestamp() / 1000, frame.number(), "its number in the video");
            out.accept(TestPictures.frame(frame, inverted(frame.image())));
        }

        @Override
        public void end(Consumer<ModelFrame> out) {}

        @Override
        public void close() {}
    }

    /** A textured plane that wanders 2 pixels to the right and 1 down per frame. */
    private static RgbImage scene(int time) {
        RgbImage image = new RgbImage(WIDTH, HEIGHT);
        for (int n = 0; n < WIDTH * HEIGHT; n++) {
            double x = n % WIDTH - 2.0 * time;
            double y = Math.floorDiv(n, WIDTH) - 1.0 * time;
            for (int c = 0; c < 3; c++) {
                image.pixels()[3 * n + c] = (byte)
                        Math.round(128 + 50 * Math.sin(x / (5 + c) + 0.3 * y) + 50 * Math.cos(y / (4 + c) - 0.2 * x));
            }
        }
        return image;
    }

    private static RgbImage inverted(RgbImage image) {
        RgbImage result = new RgbImage(image.width(), image.height());
        for (int n = 0; n < image.pixels().length; n++) {
            result.pixels()[n] = (byte) (255 - (image.pixels()[n] & 0xff));
        }
        return result;
    }

    private static double error(RgbImage a, RgbImage b) {
        double sum = 0;
        for (int n = 0; n < a.pixels().length; n++) {
            sum += Math.abs((a.pixels()[n] & 0xff) - (b.pixels()[n] & 0xff));
        }
        return sum / a.pixels().length;
    }
}
