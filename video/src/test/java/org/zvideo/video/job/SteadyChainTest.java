package org.zvideo.video.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.zvideo.core.FrameCodec;
import org.zvideo.core.FrameConsistency;
import org.zvideo.core.Style;
import org.zvideo.core.StyleTransfer;
import org.zvideo.core.StyleTransferOptions;
import org.zvideo.core.diffusion.FrameTies;
import org.zvideo.core.image.FrameObserver;
import org.zvideo.core.image.RgbImage;
import org.zvideo.core.torch.Placement;
import org.zvideo.core.weights.ModelSource;
import org.zvideo.video.MadeClips;
import org.zvideo.video.TestMedia;
import org.zvideo.video.flow.Transport;
import org.zvideo.video.picture.StillImage;
import org.zvideo.video.request.AppearanceRequest;
import org.zvideo.video.resume.WorkFolder;
import org.zvideo.video.shot.Brightness;
import org.zvideo.video.stage.Masks;
import org.zvideo.video.stage.ModelStage;
import org.zvideo.video.stage.Observers;
import org.zvideo.video.stage.Schedule;
import org.zvideo.video.stage.ShotFrame;
import org.zvideo.video.stage.ShotFrame.Role;
import org.zvideo.video.stage.Stage;
import org.zvideo.video.stage.StyledFrame;

/** What holds frames together along the motion of the source. */
class SteadyChainTest {
    private static final int STEPS = 2;
    private static final MadeClips CLIPS = new MadeClips(112, 64);
    private static final Transport TRANSPORT = new Transport(0.9, 0, 270.0 / 256);
    private static final Steadying STEADY = new Steadying(true, Optional.of(TRANSPORT), false, Optional.empty());
    private static final Steadying LONG_RANGE = new Steadying(true, Optional.of(TRANSPORT), true, Optional.empty());

    /** A model that was trained: what it makes of dark frames is what users see. */
    private static Loaded trained;
    /** A small one, for what does not depend on its pictures; its frames are tied to their anchor. */
    private static Loaded tiny;

    private record Loaded(StyleTransfer transfer, Style style) {
        private static Loaded of(String model, FrameTies ties) {
            StyleTransfer transfer = StyleTransfer.open(
                    ModelSource.of(TestMedia.TESTDATA.resolve(model)),
                    Placement.CPU_F32,
                    new StyleTransferOptions(
                            StyleTransferOptions.methodDefaults(STEPS, FrameConsistency.FLOW)
                                    .withTies(ties),
                            OptionalInt.of(64)));
            RgbImage painting = StillImage.readStyle(TestMedia.TESTDATA.resolve("styles/starry-night.jpg"));
            return new Loaded(transfer, transfer.style(painting, StyleTransferOptions.LAMBDA, FrameObserver.NONE));
        }

        private void close() {
            style.close();
            transfer.close();
        }
    }

    @TempDir
    Path folder;

    private final List<WorkFolder> opened = new ArrayList<>();

    @BeforeAll
    static void open() {
        trained = Loaded.of("model/mini", FrameTies.NONE);
        tiny = Loaded.of("golden/models/tiny", StyleTransferOptions.anchorTies());
    }

    @AfterAll
    static void close() {
        trained.close();
        tiny.close();
    }

    @AfterEach
    void closeFolders() {
        opened.forEach(WorkFolder::close);
    }

    private StyleTransferChain chain(String name, Steadying steadying) {
        return chain(name, trained, steadying, 1);
    }

    private StyleTransferChain chain(String name, Loaded model, Steadying steadying, int every) {
        return chain(name, model, steadying, every, Observers.NONE);
    }

    private StyleTransferChain chain(String name, Loaded model, Steadying steadying, int every, Observers observers) {
        WorkFolder work = WorkFolder.open(folder.resolve(name + ".mp4"), false);
        opened.add(work);
        return new StyleTransferChain(
                new ModelStage(model.transfer, () -> List.of(model.style), Masks.NONE, observers, Schedule.inTurn()),
                new Appearance(AppearanceRequest.NONE, new FrameCodec(1, 0), scale -> List.of()),
                steadying,
                new StyleTransferChain.Frames(every, (number, seconds, frame, next) -> number == 0, 0),
                work,
                Observers.NONE);
    }

    private static List<RgbImage> results(StyleTransferChain chain, List<RgbImage> film) {
        List<RgbImage> results = new ArrayList<>();
        try (Stage<StyledFrame> stages = chain.stages()) {
            give(stages, film, result -> results.add(result.image()));
        }
        return results;
    }

    private static void give(Stage<StyledFrame> stages, List<RgbImage> film, Consumer<StyledFrame> out) {
        for (int n = 0; n < film.size(); n++) {
            stages.accept(new ShotFrame(n, 40_000L * n, 0, film.get(n)), out);
        }
        stages.end(out);
    }

    private static double mean(RgbImage image) {
        return Brightness.of(image).mean();
    }

    /** Root mean square of the difference of two pictures, the first divided by a gain, in levels. */
    private static double difference(RgbImage image, double gain, RgbImage other) {
        double sum = 0;
        for (int n = 0; n < image.pixels().length; n++) {
            double difference = (image.pixels()[n] & 0xff) / gain - (other.pixels()[n] & 0xff);
            sum += difference * difference;
        }
        return Math.sqrt(sum / image.pixels().length);
    }

    /** Oracles: the shot that begins where the light is whole; the film's own means; black. */
    @Test
    void aShotThatFadesInLooksLikeOneThatDoesNot() {
        List<RgbImage> film = CLIPS.fadeIn();
        List<RgbImage> results = results(chain("fade", STEADY), film);
        List<RgbImage> lit = results(chain("lit", STEADY), film.subList(8, 14));
        assertTrue(mean(results.get(0)) < 3, "black stays black");
        double usual = mean(results.get(13)) / mean(film.get(13));
        for (int n = 0; n < 14; n++) {
            assertEquals(usual * mean(film.get(n)), mean(results.get(n)), 10, "frame " + n);
        }
        for (int n = 9; n < 14; n++) {
            double difference = difference(results.get(n), 1, lit.get(n - 8));
            assertTrue(difference < 6, "frame " + n + " differs by " + difference + " levels");
        }
    }

    /** Oracle: the film without the flash. */
    @Test
    void aFlashLeavesNoTrace() {
        List<RgbImage> film = CLIPS.flash();
        List<RgbImage> results = results(chain("flash", STEADY), film);
        List<RgbImage> without = new ArrayList<>(film);
        without.remove(6);
        List<RgbImage> plain = results(chain("plain", STEADY), without);
        results.remove(6);
        for (int n = 0; n < plain.size(); n++) {
            double difference = difference(results.get(n), 1, plain.get(n));
            assertTrue(difference < 1, "frame " + n + " differs by " + difference + " levels");
        }
    }

    /** Oracle: the light of which the clip was made, and the results without what is tested. */
    @Test
    void lightThatFlickersIsAllThatFlickers() {
        List<RgbImage> film = CLIPS.lightFlicker();
        List<RgbImage> results = results(chain("light", STEADY), film);
        List<RgbImage> alone = results(chain("alone", Steadying.NONE), film);
        double steady = 0;
        double untied = 0;
        for (int n = 2; n < film.size(); n++) {
            double change = mean(film.get(n)) / mean(film.get(n - 1));
            steady += difference(results.get(n), change, results.get(n - 1));
            untied += difference(alone.get(n), change, alone.get(n - 1));
        }
        assertTrue(steady < 0.5 * untied, steady + " of " + untied);
    }

    /** Oracle: the same energy, which is not told the motion. */
    @Test
    void theEnergyFollowsTheMotion() {
        StyleTransferOptions options = tiny.transfer.options();
        Loaded pulled = new Loaded(
                tiny.transfer.with(options.withMethod(options.method()
                        .withTies(StyleTransferOptions.methodDefaults(STEPS, FrameConsistency.FULL)
                                .ties()))),
                tiny.style);
        List<RgbImage> film = CLIPS.pan().subList(0, 3);
        Steadying aligned = new Steadying(
                false,
                Optional.empty(),
                false,
                Optional.of(image -> tiny.transfer.geometry(image.width(), image.height())));
        List<RgbImage> following = results(chain("aligned", pulled, aligned, 1), film);
        List<RgbImage> still = results(chain("still", pulled, Steadying.NONE, 1), film);
        assertEquals(still.get(0), following.get(0));
        assertNotEquals(still.get(2), following.get(2));
    }

    /** A shot that fades in, and in which something else takes the place of all that it began with. */
    private static List<RgbImage> fadeAndChange() {
        List<RgbImage> film = new ArrayList<>(CLIPS.pan());
        List<RgbImage> other = CLIPS.fadeIn().subList(8, 14);
        double gain = mean(film.get(13)) / mean(other.get(0));
        for (int n = 0; n < 10; n++) {
            film.add(darkened(other.get(n < 6 ? n : 11 - n), gain));
        }
        for (int n = 0; n < 5; n++) {
            film.set(n, darkened(film.get(n), n / 5.0));
        }
        return film;
    }

    /** Oracle: the design, for the film of the next test: an anchor is handed ahead, and another takes its place. */
    @Test
    void theAnchorOfTheShotMoves() {
        List<Role> roles = new ArrayList<>();
        Observers observers = frame -> {
            roles.add(frame.role());
            return FrameObserver.NONE;
        };
        results(chain("roles", tiny, LONG_RANGE, 1, observers), fadeAndChange());
        assertEquals(Role.AHEAD, roles.get(0));
        assertEquals(1, Collections.frequency(roles, Role.ANCHOR), roles.toString());
        assertEquals(0, Collections.frequency(roles, Role.ALONE), roles.toString());
    }

    private static RgbImage darkened(RgbImage image, double gain) {
        RgbImage dark = new RgbImage(image.width(), image.height());
        for (int n = 0; n < dark.pixels().length; n++) {
            dark.pixels()[n] = (byte) Math.round((image.pixels()[n] & 0xff) * gain);
        }
        return dark;
    }

    /** Oracle: the run that is not stopped, bit by bit, wherever it is stopped and whatever is lost. */
    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void aStoppedRunResumesToTheBit(int every) throws Exception {
        List<RgbImage> film = fadeAndChange();
        List<RgbImage> whole = results(chain("whole", tiny, LONG_RANGE, every), film);
        assertEquals(film.size(), whole.size());
        List<String> lostFiles = List.of("", "state-.*", "ahead-.*", "frame-.*2.png");
        for (int stopped : new int[] {4, 11, 18, 21}) {
            String name = "stopped-" + stopped;
            stop(chain(name, tiny, LONG_RANGE, every), film, stopped);
            opened.remove(opened.size() - 1).close();
            lose(name, lostFiles.get(stopped % lostFiles.size()));
            assertEquals(whole, results(chain(name, tiny, LONG_RANGE, every), film), name);
        }
    }

    private static void stop(StyleTransferChain chain, List<RgbImage> film, int after) {
        List<StyledFrame> results = new ArrayList<>();
        try (Stage<StyledFrame> stages = chain.stages()) {
            assertThrows(
                    CancellationException.class,
                    () -> give(stages, film, result -> {
                        results.add(result);
                        if (results.size() == after) {
                            throw new CancellationException("stopped");
                        }
                    }));
        }
    }

    private void lose(String name, String lost) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.list(WorkFolder.of(folder.resolve(name + ".mp4")))) {
            files = all.filter(path -> path.getFileName().toString().matches(lost))
                    .toList();
        }
        for (Path file : files) {
            Files.delete(file);
        }
    }
}
