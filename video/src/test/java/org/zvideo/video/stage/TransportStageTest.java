package org.zvideo.video.stage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.zvideo.core.ModelPicture;
import org.zvideo.core.StyleMix;
import org.zvideo.core.image.FloatImage;
import org.zvideo.core.image.RgbImage;
import org.zvideo.video.flow.Transport;
import org.zvideo.video.picture.StillImage;
import org.zvideo.video.report.FrameMeasures;
import org.zvideo.video.stage.ShotFrame.Role;

class TransportStageTest extends StageContract<ModelFrame> {
    private static final Transport TRANSPORT = new Transport(0.9, 0, 270.0 / 256);
    private static final int WIDTH = 240;
    private static final int HEIGHT = 160;
    private static final double LEVEL = 2 / 255.0;
    private static final RgbImage PHOTO = StillImage.resized(
            StillImage.read(
                    "photo",
                    Path.of(System.getProperty("zvideo.testdata"))
                            .resolve("photos")
                            .resolve("coffee.jpg")),
            480,
            320);

    /** Gives pictures that were made elsewhere. */
    private record Made(List<FloatImage> pictures) implements Stage<ModelFrame> {
        @Override
        public void accept(ShotFrame frame, Consumer<ModelFrame> out) {
            ModelPicture picture = new ModelPicture(pictures.get((int) frame.number()), Optional.empty(), List.of());
            out.accept(new ModelFrame(frame, picture, FrameMeasures.NONE));
        }

        @Override
        public void end(Consumer<ModelFrame> out) {}

        @Override
        public void close() {}
    }

    private static List<FloatImage> carried(List<FloatImage> pictures, List<ShotFrame> frames, boolean longRange) {
        List<FloatImage> results = new ArrayList<>();
        try (TransportStage stage = new TransportStage(new Made(pictures), TRANSPORT, longRange, new SharedMotion())) {
            frames.forEach(frame ->
                    stage.accept(frame, result -> results.add(result.picture().decoded())));
        }
        return results;
    }

    private static RgbImage view(int left, int top) {
        RgbImage view = new RgbImage(WIDTH, HEIGHT);
        for (int y = 0; y < HEIGHT; y++) {
            System.arraycopy(
                    PHOTO.pixels(), 3 * ((top + y) * PHOTO.width() + left), view.pixels(), 3 * y * WIDTH, 3 * WIDTH);
        }
        return view;
    }

    /** Colors that are always changed in the same way: what results would be without flicker. */
    private static FloatImage truth(RgbImage frame) {
        FloatImage image = FloatImage.of(frame);
        float[] values = new float[image.values().length];
        for (int n = 0; n < values.length; n += 3) {
            values[n] = 0.6f * image.values()[n] + 0.2f;
            values[n + 1] = 0.7f * image.values()[n + 1] - 0.05f;
            values[n + 2] = 0.5f * image.values()[n + 2] + 0.1f * image.values()[n];
        }
        return new FloatImage(frame.width(), frame.height(), values);
    }

    private static FloatImage plus(FloatImage image, float[] added) {
        float[] values = image.values().clone();
        for (int n = 0; n < values.length; n++) {
            values[n] += added[n % added.length];
        }
        return new FloatImage(image.width(), image.height(), values);
    }

    /** A pan of several pixels a frame: the frames, what results should be, and results whose tone flickers. */
    private static final class Pan {
        private final List<ShotFrame> frames = new ArrayList<>();
        private final List<FloatImage> truths = new ArrayList<>();
        private final List<FloatImage> flickering = new ArrayList<>();

        private Pan(int count) {
            Random random = new Random(3);
            for (int n = 0; n < count; n++) {
                RgbImage image = view(6 * n, 2 * n);
                frames.add(new ShotFrame(n, n, 0, image));
                truths.add(truth(image));
                float[] tone = new float[3];
                for (int c = 0; c < 3; c++) {
                    tone[c] = (float) (6 * LEVEL * random.nextGaussian());
                }
                flickering.add(plus(truths.get(n), tone));
            }
        }

        private double error(List<FloatImage> results) {
            double sum = 0;
            int count = 0;
            for (int n = 4; n < results.size(); n++) {
                float[] result = results.get(n).values();
                float[] truth = truths.get(n).values();
                for (int k = 0; k < result.length; k++) {
                    sum += (result[k] - truth[k]) * (result[k] - truth[k]);
                }
                count += result.length;
            }
            return Math.sqrt(sum / count) / LEVEL;
        }
    }

    /** Oracle: arithmetic: in a still clip a step of 10 levels decays by 0.9 from frame to frame. */
    @Test
    void whatIsCarriedDecays() {
        RgbImage still = view(50, 50);
        FloatImage truth = truth(still);
        List<FloatImage> pictures = new ArrayList<>();
        List<ShotFrame> frames = new ArrayList<>();
        for (int n = 0; n < 8; n++) {
            pictures.add(n == 0 ? plus(truth, new float[] {(float) (10 * LEVEL)}) : truth);
            frames.add(new ShotFrame(n, n, 0, still));
        }
        List<FloatImage> results = carried(pictures, frames, false);
        for (int n = 0; n < 8; n++) {
            double mean = 0;
            for (int k = 0; k < truth.values().length; k++) {
                mean += Math.abs(results.get(n).values()[k] - truth.values()[k]) / truth.values().length / LEVEL;
            }
            double expected = 10 * Math.pow(0.9, n);
            assertEquals(expected, mean, 1e-3 * expected, "frame " + n);
        }
    }

    /** Oracle: the truth of which the results were made: the flicker falls to three quarters, and nothing is shifted. */
    @Test
    void tonesHoldStillAlongAPan() {
        Pan pan = new Pan(14);
        double before = pan.error(pan.flickering);
        double after = pan.error(carried(pan.flickering, pan.frames, false));
        assertTrue(after < 0.75 * before, after + " of " + before + " levels");
        double shifted = pan.error(carried(pan.truths, pan.frames, false));
        assertTrue(shifted < 1, "a result without flicker changes by " + shifted + " levels");
    }

    /** Oracle: the truth again: what drifts slowly is held better with a result of ten frames ago. */
    @Test
    void longRangeHoldsWhatDrifts() {
        Pan pan = new Pan(24);
        List<FloatImage> drifting = new ArrayList<>();
        for (int n = 0; n < pan.truths.size(); n++) {
            drifting.add(plus(pan.truths.get(n), new float[] {(float) (n * LEVEL)}));
        }
        double near = pan.error(carried(drifting, pan.frames, false));
        double far = pan.error(carried(drifting, pan.frames, true));
        assertTrue(far < 0.95 * near, far + " of " + near + " levels");
    }

    /** Oracle: the two shots by themselves. */
    @Test
    void nothingIsCarriedOverACut() {
        Pan pan = new Pan(6);
        List<ShotFrame> cut = pan.frames.stream()
                .map(frame -> frame.inShot(frame.number() < 3 ? 0 : 3))
                .toList();
        List<FloatImage> results = carried(pan.flickering, cut, true);
        assertEquals(pan.flickering.get(3), results.get(3), "the first frame of a shot");
        assertEquals(carried(pan.flickering, cut.subList(3, 6), true), results.subList(3, 6));
    }

    /** Oracle: the results without the flash, which is as the model made it. */
    @Test
    void nothingIsCarriedFromOrToAFrameThatStandsAlone() {
        Pan pan = new Pan(6);
        List<ShotFrame> frames = new ArrayList<>(pan.frames);
        frames.set(3, frames.get(3).as(Role.ALONE));
        List<FloatImage> results = carried(pan.flickering, frames, false);
        assertEquals(pan.flickering.get(3), results.get(3));
        frames.remove(3);
        results.remove(3);
        assertEquals(carried(pan.flickering, frames, false), results);
    }

    /** Oracle: what is carried over the key frames alone. */
    @Test
    void keyFramesAreCarriedFromOneToTheNext() {
        Pan pan = new Pan(9);
        SharedMotion motions = new SharedMotion();
        List<FloatImage> results = new ArrayList<>();
        try (KeyFrameStage stage = new KeyFrameStage(
                new TransportStage(new Made(pan.flickering), TRANSPORT, false, motions), 4, motions)) {
            pan.frames.forEach(frame ->
                    stage.accept(frame, result -> results.add(result.picture().decoded())));
        }
        List<ShotFrame> keys = List.of(pan.frames.get(0), pan.frames.get(4), pan.frames.get(8));
        List<FloatImage> expected = carried(pan.flickering, keys, false);
        assertEquals(expected, List.of(results.get(0), results.get(4), results.get(8)));
        assertNotEquals(pan.flickering.get(4), results.get(4));
    }

    @Override
    protected Stage<ModelFrame> stage() {
        return new TransportStage(new SummingStage(true), TRANSPORT, true, new SharedMotion());
    }

    @Override
    protected ShotFrame source(ModelFrame result) {
        return result.source();
    }

    /** Oracle: the line from one level to another; carried without regard to the style, results stay behind by a third of it. */
    @Test
    void resultsKeepUpWithAStyleThatFades() {
        int fade = 12;
        List<FloatImage> pictures = new ArrayList<>();
        List<ShotFrame> frames = new ArrayList<>();
        RgbImage still = view(20, 20);
        for (int n = 0; n <= 2 * fade; n++) {
            float[] values = new float[3 * WIDTH * HEIGHT];
            Arrays.fill(values, (float) share(n, fade) - 0.5f);
            pictures.add(new FloatImage(WIDTH, HEIGHT, values));
            frames.add(new ShotFrame(n, 40_000L * n, 0, still));
        }
        StyleMixes mixes =
                time -> new StyleMix(List.of(1 - share(time / 40_000.0, fade), share(time / 40_000.0, fade)));
        for (boolean longRange : new boolean[] {false, true}) {
            assertTrue(behind(pictures, frames, longRange, StyleMixes.FULL) > 0.3, "how it would be");
            double kept = behind(pictures, frames, longRange, mixes);
            assertTrue(kept < 0.025, longRange + ": " + kept);
        }
    }

    private static double share(double frame, int fade) {
        return Math.min(1, frame / fade);
    }

    /** How far a result is from its own picture at most. */
    private static double behind(
            List<FloatImage> pictures, List<ShotFrame> frames, boolean longRange, StyleMixes mixes) {
        List<FloatImage> results = new ArrayList<>();
        try (TransportStage stage =
                new TransportStage(new Made(pictures), TRANSPORT, longRange, mixes, new SharedMotion())) {
            frames.forEach(frame ->
                    stage.accept(frame, result -> results.add(result.picture().decoded())));
        }
        double most = 0;
        for (int n = 0; n < results.size(); n++) {
            int middle = 3 * (HEIGHT / 2 * WIDTH + WIDTH / 2);
            most = Math.max(
                    most,
                    Math.abs(results.get(n).values()[middle] - pictures.get(n).values()[middle]));
        }
        return most;
    }
}
