package org.zvideo.video.stage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.zvideo.core.ModelPicture;
import org.zvideo.core.StyleMix;
import org.zvideo.core.image.FloatImage;
import org.zvideo.core.image.FloatPlane;
import org.zvideo.core.image.RgbImage;
import org.zvideo.video.palette.Palette;

class PaletteStageTest extends StageContract<ModelFrame> {
    private static final double SHARE = 0.8;
    private static final List<FloatImage> PAINTING =
            List.of(TestPictures.picture(frame(50, false).image()));

    @Override
    protected Stage<ModelFrame> stage() {
        return new PaletteStage(new RoundTripStage(), PAINTING, SHARE);
    }

    @Override
    protected ShotFrame source(ModelFrame result) {
        return result.source();
    }

    /** A frame of a shot that begins at 0, with random colors from black to a level. */
    private static ShotFrame shade(int number, int brightest) {
        RgbImage image = new RgbImage(64, 64);
        Random random = new Random(number);
        for (int n = 0; n < image.pixels().length; n++) {
            image.pixels()[n] = (byte) random.nextInt(brightest + 1);
        }
        return new ShotFrame(number, 40_000L * number, 0, image);
    }

    /** What the stage inside makes of frames. */
    private static List<ModelFrame> inside(List<ShotFrame> frames) {
        List<ModelFrame> results = new ArrayList<>();
        try (Stage<ModelFrame> inner = new RoundTripStage()) {
            frames.forEach(frame -> inner.accept(frame, results::add));
            inner.end(results::add);
        }
        return results;
    }

    private static ModelFrame colored(ModelFrame frame, ModelFrame reference) {
        Palette palette = Palette.of(
                reference.picture().decoded(), PAINTING, reference.picture().shares());
        return frame.with(frame.picture()
                .with(palette.applied(
                        frame.picture().decoded(), SHARE, frame.picture().shares())));
    }

    /** Oracle: the palette of the first frame of each shot, applied to all of it. */
    @Test
    void eachShotHasThePaletteOfItsFirstFrame() {
        try (Stage<ModelFrame> inner = new RoundTripStage();
                Stage<ModelFrame> stage = stage()) {
            List<ModelFrame> frames = run(inner, 0, FRAMES, false);
            assertEquals(
                    frames.stream()
                            .map(frame -> colored(
                                    frame, frames.get((int) frame.source().shotStart())))
                            .toList(),
                    run(stage, 0, FRAMES, false));
            assertEquals(Set.of(Slot.SHARES), stage.needs());
        }
    }

    /** Oracle: the palette of the first bright frame. Dark and flat ones before it wait for it. */
    @Test
    void framesWaitForTheFirstThatIsWellExposed() {
        List<ShotFrame> frames = List.of(shade(0, 0), shade(1, 60), shade(2, 200), shade(3, 200));
        List<ModelFrame> inside = inside(frames);
        List<ModelFrame> results = new ArrayList<>();
        try (Stage<ModelFrame> stage = stage()) {
            for (ShotFrame frame : frames.subList(0, 3)) {
                stage.accept(frame, results::add);
                assertEquals(List.of(), results);
            }
            stage.accept(frames.get(3), results::add);
            assertEquals(3, results.size(), "the stage inside gives its results a frame late");
            stage.end(results::add);
        }
        assertEquals(inside.stream().map(frame -> colored(frame, inside.get(2))).toList(), results);
    }

    /** Oracle: the palette of the first frame that has colors, where the shot has no brighter one. */
    @Test
    void aDarkShotHasThePaletteOfItsFirstFrameWithColors() {
        List<ShotFrame> frames = List.of(shade(0, 0), shade(1, 60), shade(2, 60));
        List<ModelFrame> inside = inside(frames);
        List<ModelFrame> results = new ArrayList<>();
        try (Stage<ModelFrame> stage = stage()) {
            frames.forEach(frame -> stage.accept(frame, results::add));
            stage.end(results::add);
        }
        assertEquals(inside.stream().map(frame -> colored(frame, inside.get(1))).toList(), results);
    }

    /** Oracle: the frames as they came. Black frames make no palette. */
    @Test
    void aBlackShotStaysAsItIs() {
        List<ShotFrame> frames = List.of(shade(0, 0), shade(1, 0), shade(2, 0));
        List<ModelFrame> results = new ArrayList<>();
        try (Stage<ModelFrame> stage = stage()) {
            frames.forEach(frame -> stage.accept(frame, results::add));
            stage.end(results::add);
        }
        assertEquals(inside(frames), results);
    }

    /** Oracle: the number that is documented. What follows the black frames has a palette of its own. */
    @Test
    void noMoreThanFiftyFramesAreHeld() {
        List<ShotFrame> frames = new ArrayList<>();
        for (int n = 0; n < PaletteStage.MOST_HELD + 3; n++) {
            frames.add(shade(n, n < PaletteStage.MOST_HELD + 1 ? 0 : 200));
        }
        List<ModelFrame> inside = inside(frames);
        List<ModelFrame> results = new ArrayList<>();
        try (Stage<ModelFrame> stage = stage()) {
            frames.subList(0, PaletteStage.MOST_HELD).forEach(frame -> stage.accept(frame, results::add));
            assertEquals(List.of(), results);
            stage.accept(frames.get(PaletteStage.MOST_HELD), results::add);
            assertEquals(inside.subList(0, PaletteStage.MOST_HELD), results);
            frames.subList(PaletteStage.MOST_HELD + 1, frames.size())
                    .forEach(frame -> stage.accept(frame, results::add));
            stage.end(results::add);
        }
        ModelFrame first = inside.get(PaletteStage.MOST_HELD + 1);
        assertEquals(
                inside.subList(PaletteStage.MOST_HELD, frames.size()).stream()
                        .map(frame -> colored(frame, first))
                        .toList(),
                results.subList(PaletteStage.MOST_HELD, frames.size()));
    }

    /** Oracle: a new stage. */
    @Test
    void aClosedStageForgetsTheFramesThatWait() {
        List<ModelFrame> results = new ArrayList<>();
        try (Stage<ModelFrame> stage = stage()) {
            stage.accept(shade(0, 0), results::add);
            stage.accept(shade(1, 0), results::add);
            stage.close();
            stage.end(results::add);
        }
        assertEquals(List.of(), results);
    }

    /** Oracle: the palette that was given, in both shots. */
    @Test
    void aGivenPaletteIsThatOfAllShots() {
        Palette palette = Palette.of(TestPictures.picture(frame(60, false).image()), PAINTING, List.of());
        try (Stage<ModelFrame> inner = new RoundTripStage();
                Stage<ModelFrame> stage = new PaletteStage(new RoundTripStage(), palette, SHARE)) {
            assertEquals(
                    run(inner, 0, FRAMES, false).stream()
                            .map(frame -> frame.with(frame.picture()
                                    .with(palette.applied(frame.picture().decoded(), SHARE, List.of()))))
                            .toList(),
                    run(stage, 0, FRAMES, false));
        }
    }

    /** Oracle: the left half, where the only style does not act, is as it was; the right half is not. */
    @Test
    void colorsStayWhereNoStyleActs() {
        float[] right = new float[64 * 64];
        for (int pixel = 0; pixel < right.length; pixel++) {
            right[pixel] = pixel % 64 < 32 ? 0 : 1;
        }
        List<FloatPlane> shares = List.of(new FloatPlane(64, 64, right));
        try (Stage<ModelFrame> inner = new RoundTripStage(shares);
                Stage<ModelFrame> stage = new PaletteStage(new RoundTripStage(shares), PAINTING, SHARE)) {
            float[] before = run(inner, 0, 1, false).get(0).picture().decoded().values();
            float[] after = run(stage, 0, 1, false).get(0).picture().decoded().values();
            int same = 0;
            for (int n = 0; n < before.length; n++) {
                if (n / 3 % 64 < 32) {
                    assertEquals(before[n], after[n]);
                } else if (before[n] == after[n]) {
                    same++;
                }
            }
            assertTrue(same < before.length / 20, same + " values of the right half are as they were");
        }
    }

    /** Oracle: 64 million pixels, 200 MB. */
    @Test
    void fewLargeFramesWait() {
        assertEquals(50, PaletteStage.mostHeld(1280, 720));
        assertEquals(30, PaletteStage.mostHeld(1920, 1080));
        assertEquals(1, PaletteStage.mostHeld(7680, 4320));
    }

    /** Gives every frame of random colors as its own picture, with shares of two styles that are alike everywhere. */
    private record Mixed(StyleMixes mixes) implements Stage<ModelFrame> {
        @Override
        public void accept(ShotFrame frame, Consumer<ModelFrame> out) {
            List<FloatPlane> shares = new ArrayList<>();
            for (double share : mixes.of(frame).shares()) {
                float[] values = new float[64 * 64];
                Arrays.fill(values, (float) share);
                shares.add(new FloatPlane(64, 64, values));
            }
            ModelFrame made = TestPictures.frame(frame, frame.image());
            out.accept(made.with(new ModelPicture(made.picture().decoded(), Optional.empty(), shares)));
        }

        @Override
        public void end(Consumer<ModelFrame> out) {}

        @Override
        public void close() {}
    }

    private static List<FloatImage> results(
            Stage<ModelFrame> inner, List<FloatImage> paintings, StyleMixes mixes, int from, int to) {
        List<FloatImage> results = new ArrayList<>();
        try (Stage<ModelFrame> stage = new PaletteStage(inner, paintings, SHARE, mixes)) {
            for (int n = from; n < to; n++) {
                stage.accept(
                        shade(n, 200), result -> results.add(result.picture().decoded()));
            }
            stage.end(result -> results.add(result.picture().decoded()));
        }
        return results;
    }

    /**
     * Oracles: the palette of each painting alone, made of the first frame of the shot and of the first after the fade; and the
     * line between what the two make of a frame.
     */
    @Test
    void palettesFadeWithTheirStyles() {
        List<FloatImage> paintings =
                List.of(PAINTING.get(0), TestPictures.picture(shade(77, 90).image()));
        StyleMixes mixes = time -> {
            double share = Math.max(0, Math.min(1, (time / 40_000.0 - 2) / 8)); // frames 2 to 10
            return new StyleMix(List.of(1 - share, share));
        };
        List<FloatImage> moving = results(new Mixed(mixes), paintings, mixes, 0, 13);
        StyleMixes alone = time -> new StyleMix(List.of(1.0));
        List<FloatImage> first = results(new Mixed(alone), paintings.subList(0, 1), StyleMixes.FULL, 0, 13);
        List<FloatImage> second = results(new Mixed(alone), paintings.subList(1, 2), StyleMixes.FULL, 10, 13);
        assertEquals(first.subList(0, 3), moving.subList(0, 3));
        assertEquals(second, moving.subList(10, 13));
        for (int n = 3; n < 10; n++) {
            List<FloatImage> ofSecond = results(new Mixed(alone), paintings.subList(1, 2), StyleMixes.FULL, n, n + 1);
            double share = (n - 2) / 8.0;
            double off = 0;
            double whole = 0;
            for (int value = 0; value < 3 * 64 * 64; value++) {
                double from = first.get(n).values()[value];
                double to = ofSecond.get(0).values()[value];
                off += Math.abs(moving.get(n).values()[value] - (from + share * (to - from)));
                whole += Math.abs(to - from);
            }
            assertTrue(off < 0.1 * whole, "frame " + n + ": off the line by " + off / whole);
        }
    }

    /**
     * The model takes a part of the new style's darkness already. Oracle: the means of the paintings, and the line between them: what
     * the model has taken must not be counted twice.
     */
    @Test
    void whatTheModelHasTakenIsNotAddedOnceMore() {
        FloatImage bright = TestPictures.picture(shade(50, 255).image());
        FloatImage dark = TestPictures.picture(shade(77, 60).image());
        StyleMixes mixes = time -> {
            double share = Math.max(0, Math.min(1, time / 40_000.0 / 8));
            return new StyleMix(List.of(1 - share, share));
        };
        Stage<ModelFrame> darkening = new MappingStage<>(new Mixed(mixes)) {
            @Override
            protected ModelFrame map(ModelFrame frame) {
                double share = mixes.of(frame.source()).shares().get(1);
                FloatImage own = frame.picture().decoded();
                float[] values = own.values().clone();
                for (int n = 0; n < values.length; n++) {
                    values[n] = (float) ((1 - share) * values[n] + share * (0.25 * values[n] - 0.7));
                }
                return frame.with(frame.picture().with(new FloatImage(own.width(), own.height(), values)));
            }
        };
        List<FloatImage> results = new ArrayList<>();
        try (Stage<ModelFrame> stage = new PaletteStage(darkening, List.of(bright, dark), 1, mixes)) {
            for (int n = 0; n <= 8; n++) {
                stage.accept(
                        shade(n, 200), result -> results.add(result.picture().decoded()));
            }
        }
        for (int n = 0; n <= 8; n++) {
            double line = mean(bright) + n / 8.0 * (mean(dark) - mean(bright));
            assertEquals(line, mean(results.get(n)), 0.05 * (mean(bright) - mean(dark)), "frame " + n);
        }
    }

    private static double mean(FloatImage image) {
        double sum = 0;
        for (float value : image.values()) {
            sum += value;
        }
        return sum / image.values().length;
    }
}
