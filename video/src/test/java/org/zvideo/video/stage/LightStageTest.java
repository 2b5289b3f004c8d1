package org.zvideo.video.stage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.zvideo.core.FrameCodec;
import org.zvideo.core.image.RgbImage;
import org.zvideo.video.picture.StillImage;
import org.zvideo.video.shot.Brightness;
import org.zvideo.video.stage.ShotFrame.Role;

class LightStageTest extends StageContract<StyledFrame> {
    private static final int WIDTH = 128;
    private static final int HEIGHT = 96;
    private static final int BRIGHT = 130;
    private static final RgbImage PHOTO = StillImage.resized(
            StillImage.read(
                    "photo",
                    Path.of(System.getProperty("zvideo.testdata"))
                            .resolve("photos")
                            .resolve("coffee.jpg")),
            400,
            266);

    /** A model like the real ones: however dark the frame, its picture is of medium brightness. It remembers what it saw. */
    private static final class Model implements Stage<ModelFrame> {
        private final List<ShotFrame> seen = new ArrayList<>();

        @Override
        public void accept(ShotFrame frame, Consumer<ModelFrame> out) {
            seen.add(frame);
            if (!frame.ahead()) {
                double lighter = BRIGHT - mean(frame.image());
                RgbImage picture = map(frame.image(), level -> level + lighter);
                out.accept(TestPictures.frame(frame, picture));
            }
        }

        @Override
        public void end(Consumer<ModelFrame> out) {}

        @Override
        public void close() {
            seen.clear();
        }

        private ShotFrame last(long number) {
            return seen.stream()
                    .filter(frame -> frame.number() == number && !frame.ahead())
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static RgbImage map(RgbImage image, java.util.function.DoubleUnaryOperator light) {
        RgbImage other = new RgbImage(image.width(), image.height());
        for (int n = 0; n < other.pixels().length; n++) {
            double level = light.applyAsDouble(image.pixels()[n] & 0xff);
            other.pixels()[n] = (byte) Math.max(0, Math.min(255, Math.round(level)));
        }
        return other;
    }

    private static double mean(RgbImage image) {
        return Brightness.of(image).mean();
    }

    /** A part of the photo that wanders slowly. */
    private static RgbImage view(int left, int top) {
        RgbImage view = new RgbImage(WIDTH, HEIGHT);
        for (int y = 0; y < HEIGHT; y++) {
            System.arraycopy(
                    PHOTO.pixels(), 3 * ((top + y) * PHOTO.width() + left), view.pixels(), 3 * y * WIDTH, 3 * WIDTH);
        }
        return view;
    }

    /** The wandering view in changing light. */
    private static List<RgbImage> film(int frames, IntToDoubleFunction light) {
        List<RgbImage> film = new ArrayList<>();
        for (int n = 0; n < frames; n++) {
            double factor = light.applyAsDouble(n);
            film.add(map(view(40 + 2 * n, 60), level -> factor * level));
        }
        return film;
    }

    /** The results of a film of one shot, by their numbers, and what the model saw. */
    private record Run(Map<Long, RgbImage> results, Model model) {
        private static Run of(List<RgbImage> film) {
            Model model = new Model();
            Map<Long, RgbImage> results = new HashMap<>();
            LightStage stage = new LightStage(new FinishStage(model, new FrameCodec(1, 0)), new SharedMotion());
            for (int n = 0; n < film.size(); n++) {
                ShotFrame frame = new ShotFrame(n, n, 0, film.get(n));
                stage.accept(frame, result -> results.put(result.source().number(), result.image()));
            }
            stage.end(result -> results.put(result.source().number(), result.image()));
            return new Run(results, model);
        }

        private double gain(long number) {
            return model.last(number).exposure().gain();
        }
    }

    /** Oracle: the factors of which the film was made, within 2 %; and results whose light flickers just as the film's. */
    @Test
    void lightThatFlickersIsDividedOut() {
        Run run = Run.of(film(10, n -> n % 2 == 0 ? 1 : 0.85));
        for (int n = 1; n < 10; n += 2) {
            assertEquals(0.85, run.gain(n) / run.gain(n - 1), 0.02 * 0.85, "frame " + n);
            assertEquals(0.85, mean(run.results.get((long) n)) / mean(run.results.get(n - 1L)), 0.02);
        }
    }

    /** Oracle: the frames themselves, where light stays the same. */
    @Test
    void steadyLightLeavesFramesAsTheyAre() {
        List<RgbImage> film = film(8, n -> 1);
        Run run = Run.of(film);
        for (int n = 0; n < 8; n++) {
            assertEquals(new ShotFrame(n, n, 0, film.get(n)), run.model.seen.get(n));
        }
    }

    /**
     * Oracles: the factors of which the film was made; the film's own means; and the order in which the model is to see frames. Without
     * the stage, the model shows the darkest frame as bright as the brightest.
     */
    @Test
    void aFadeInIsHeldBackAndFollowedFromItsFirstSteadyFrame() {
        List<RgbImage> film = film(14, n -> Math.min(1, n / 8.0));
        Run run = Run.of(film);
        assertEquals(14, run.results.size());
        assertEquals(film.get(0), run.results.get(0L), "black stays black");
        ShotFrame first = run.model.seen.get(0);
        assertTrue(first.ahead(), "the reference frame is handed ahead");
        assertEquals(8, first.number(), 1);
        double usual = mean(run.results.get(12L)) / mean(film.get(12));
        for (int n = 2; n < 14; n++) {
            assertEquals(Math.min(1, n / 8.0), run.gain(n), 0.04, "frame " + n);
            assertEquals(usual * mean(film.get(n)), mean(run.results.get((long) n)), 8, "frame " + n);
        }
    }

    /** Oracle: the film's own means; the last frames are the film's own. */
    @Test
    void aFadeOutReachesBlack() {
        List<RgbImage> film = film(20, n -> Math.max(0, 1 - n / 16.0));
        Run run = Run.of(film);
        double usual = mean(run.results.get(0L)) / mean(film.get(0));
        for (int n = 0; n < 14; n++) {
            assertEquals(usual * mean(film.get(n)), mean(run.results.get((long) n)), 8, "frame " + n);
        }
        for (int n = 16; n < 20; n++) {
            assertEquals(film.get(n), run.results.get((long) n), "frame " + n);
        }
    }

    /** Oracle: the same film without the flash. */
    @Test
    void aFlashStandsAlone() {
        List<RgbImage> film = film(10, n -> 1);
        Run plain = Run.of(film);
        film.set(6, map(film.get(6), level -> 255 - 0.1 * (255 - level)));
        Run run = Run.of(film);
        assertEquals(Role.ALONE, run.model.last(6).role());
        for (int n : new int[] {4, 5, 7, 8, 9}) {
            assertEquals(plain.model.last(n), run.model.last(n));
        }
    }

    /** Oracle: the design: what stays longer than three frames is the light from then on. */
    @Test
    void lightThatStaysBeginsTheShotAgainForTheStagesInside() {
        List<RgbImage> film = film(12, n -> n < 5 ? 0.3 : 1);
        film.replaceAll(frame -> map(frame, level -> level + 30));
        Run run = Run.of(film);
        for (int n = 5; n < 8; n++) {
            assertEquals(Role.ALONE, run.model.last(n).role());
        }
        for (int n = 8; n < 12; n++) {
            assertEquals(8, run.model.last(n).shotStart());
            assertEquals(1, run.gain(n));
        }
    }

    /** Oracle: the film's own frames. The picture after them begins a shot for the stages inside. */
    @Test
    void framesOfOneColorPass() {
        List<RgbImage> film = new ArrayList<>();
        for (int n = 0; n < 5; n++) {
            film.add(map(new RgbImage(WIDTH, HEIGHT), level -> 240));
        }
        film.addAll(film(6, n -> 1));
        Run run = Run.of(film);
        for (int n = 0; n < 5; n++) {
            assertEquals(film.get(n), run.results.get((long) n));
        }
        assertEquals(11, run.results.size());
        assertTrue(run.model.seen.stream().allMatch(frame -> frame.shotStart() == 5 && frame.number() >= 5));
    }

    /** Oracle: the design: after a pan to where nothing of the first frame is left, another one takes its place. */
    @Test
    void theAnchorMovesOnWhenItIsOutOfThePicture() {
        List<RgbImage> film = new ArrayList<>();
        for (int n = 0; n < 26; n++) {
            film.add(view(10 * n, 5 * n));
        }
        Run run = Run.of(film);
        List<Long> anchors = run.model.seen.stream()
                .filter(frame -> frame.role() == Role.ANCHOR)
                .map(ShotFrame::number)
                .toList();
        assertTrue(!anchors.isEmpty(), "the anchor moved");
        assertTrue(anchors.stream().allMatch(number -> number % 10 == 0), anchors.toString());
        assertTrue(Run.of(film(26, n -> 1)).model.seen.stream().noneMatch(frame -> frame.role() == Role.ANCHOR));
    }

    @Override
    protected Stage<StyledFrame> stage() {
        return new LightStage(new FinishStage(new SummingStage(true), new FrameCodec(1, 0)), new SharedMotion());
    }

    @Override
    protected ShotFrame source(StyledFrame result) {
        return result.source();
    }
}
