package org.zvideo.video.stage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.zvideo.core.FrameConsistency;
import org.zvideo.core.MotionTransfer;
import org.zvideo.core.Style;
import org.zvideo.core.StyleTransfer;
import org.zvideo.core.StyleTransferOptions;
import org.zvideo.core.diffusion.MotionSource;
import org.zvideo.core.diffusion.WindowSize;
import org.zvideo.core.error.ZvideoException;
import org.zvideo.core.image.FrameObserver;
import org.zvideo.core.image.Mask;
import org.zvideo.core.image.RgbImage;
import org.zvideo.core.torch.Placement;
import org.zvideo.core.weights.ModelSource;
import org.zvideo.video.resume.ResumeStage;
import org.zvideo.video.resume.WorkFolder;

/** Oracles: each test's own; what the numbers are is up to the golden cases {@code motion-…} of core. */
class WindowStageTest extends StageContract<ModelFrame> {
    private static final WindowSize WINDOWS = new WindowSize(3, 1);

    private static StyleTransfer transfer;
    private static Style style;

    @TempDir
    Path folder;

    @BeforeAll
    static void open() {
        Path models = Path.of(System.getProperty("zvideo.testdata"), "golden", "models");
        transfer = StyleTransfer.open(
                ModelSource.of(models.resolve("tiny-null")),
                Optional.of(MotionSource.of(models.resolve("tiny-motion-v3"))),
                Placement.CPU_F32,
                new StyleTransferOptions(
                        StyleTransferOptions.methodDefaults(2, FrameConsistency.FLOW), OptionalInt.of(64)));
        style = transfer.style(frame(50, false).image(), StyleTransferOptions.LAMBDA, FrameObserver.NONE);
    }

    @AfterAll
    static void close() {
        style.close();
        transfer.close();
    }

    @Override
    protected WindowStage stage() {
        return stage(WINDOWS, Masks.NONE);
    }

    private static WindowStage stage(WindowSize windows, Masks masks) {
        return new WindowStage(transfer.motion(windows), () -> List.of(style), masks, Observers.NONE);
    }

    @Override
    protected ShotFrame source(ModelFrame result) {
        return result.source();
    }

    /** Oracle: the stage without motion module, whose numbers such a shot has, in another order of the sums. */
    @Test
    void aShotOfOneFrameDoesWithoutTheModule() {
        List<ModelFrame> alone = new ArrayList<>();
        List<ModelFrame> plain = new ArrayList<>();
        List<ModelFrame> together = new ArrayList<>();
        try (WindowStage windows = stage();
                WindowStage two = stage();
                ModelStage usual = new ModelStage(
                        transfer, () -> List.of(style), Masks.NONE, Observers.NONE, new Schedule(1, 1))) {
            windows.accept(frame(0, false), alone::add);
            windows.end(alone::add);
            usual.accept(frame(0, false), plain::add);
            usual.end(plain::add);
            two.accept(frame(0, false), together::add);
            two.accept(frame(1, false), together::add);
            two.end(together::add);
        }
        assertTrue(difference(plain, alone) < 1e-3);
        assertTrue(difference(plain, together) > 0.1, "two frames look at each other");
    }

    /** Oracle: the same frames without the one that was handed ahead, at which no window looks. */
    @Test
    void aFrameThatIsHandedAheadHasNoPart() {
        List<ModelFrame> expected;
        List<ModelFrame> results = new ArrayList<>();
        try (WindowStage stage = stage();
                WindowStage other = stage()) {
            expected = run(stage, 0, 3, false);
            other.accept(frame(2, false).handedAhead(), results::add);
            results.addAll(run(other, 0, 3, false));
        }
        assertEquals(expected, results);
    }

    /** Oracle: no mask, for a mask that is 1 everywhere; a step further than 16-bit levels is rounding. */
    @Test
    void masksActInWindows() {
        Mask half = new Mask(2, 1, new float[] {0, 1}, 0);
        Mask all = new Mask(2, 1, new float[] {1, 1}, 0);
        try (WindowStage everywhere = stage();
                WindowStage ones = stage(WINDOWS, time -> List.of(all));
                WindowStage halves = stage(WINDOWS, time -> List.of(half))) {
            List<ModelFrame> whole = run(everywhere, 0, 3, false);
            assertTrue(difference(whole, run(ones, 0, 3, false)) < 1e-3);
            List<ModelFrame> masked = run(halves, 0, 3, false);
            double difference = difference(whole, masked);
            assertTrue(difference > 0.1 && difference < 2, "" + difference);
        }
    }

    private static double difference(List<ModelFrame> some, List<ModelFrame> others) {
        double largest = 0;
        for (int n = 0; n < some.size(); n++) {
            float[] one = some.get(n).picture().decoded().values();
            float[] other = others.get(n).picture().decoded().values();
            for (int at = 0; at < one.length; at++) {
                largest = Math.max(largest, Math.abs(one[at] - other[at]));
            }
        }
        return largest;
    }

    /** Oracle: the run that nothing stops. A stretch has 44 frames here, */
    @Test
    void aStoppedRunGoesOnAfterItsLastWholeStretch() {
        WindowSize windows = new WindowSize(22, 0);
        assertEquals(44, windows.stretch(false));
        int frames = 46;
        List<ModelFrame> whole = new ArrayList<>();
        try (WindowStage stage = stage(windows, Masks.NONE)) {
            give(stage, 0, frames, whole);
        }
        Path output = folder.resolve("out.mp4");
        for (int stopped : List.of(45, frames)) {
            List<ModelFrame> results = new ArrayList<>();
            try (WorkFolder work = WorkFolder.open(output, false);
                    WindowStage inner = stage(windows, Masks.NONE);
                    ResumeStage stage = new ResumeStage(inner, inner, work, frame -> {})) {
                for (int n = 0; n < stopped; n++) {
                    stage.accept(still(n), results::add);
                }
                assertEquals(stopped == 45 ? 0 : 44, stage.taken());
                assertEquals(44, results.size(), "the frames after that wait for the end of the shot");
                if (stopped == frames) {
                    stage.end(results::add);
                    assertEquals(whole, results);
                }
            }
        }
    }

    /** Oracle: the run that nothing stops. A kill comes while the results of a stretch are kept, one after the other. */
    @Test
    void aRunThatStopsWithinAStretchMakesAllOfItAgain() {
        WindowSize windows = new WindowSize(22, 0);
        int frames = 44;
        List<ModelFrame> whole = new ArrayList<>();
        try (WindowStage stage = stage(windows, Masks.NONE)) {
            give(stage, 0, frames, whole);
        }
        Path output = folder.resolve("out.mp4");
        List<ModelFrame> results = new ArrayList<>();
        try (WorkFolder work = WorkFolder.open(output, false);
                WindowStage inner = stage(windows, Masks.NONE);
                ResumeStage stage = new ResumeStage(inner, inner, work, frame -> {})) {
            for (int n = 0; n < frames - 1; n++) {
                stage.accept(still(n), results::add);
            }
            assertThrows(
                    IllegalStateException.class,
                    () -> stage.accept(still(frames - 1), result -> {
                        if (results.size() == 10) {
                            throw new IllegalStateException("stopped");
                        }
                        results.add(result);
                    }));
        }
        results.clear();
        try (WorkFolder work = WorkFolder.open(output, false);
                WindowStage inner = stage(windows, Masks.NONE);
                ResumeStage stage = new ResumeStage(inner, inner, work, frame -> {})) {
            give(stage, 0, frames, results);
        }
        assertEquals(whole, results);
    }

    private static void give(Stage<ModelFrame> stage, int from, int to, List<ModelFrame> results) {
        for (int n = from; n < to; n++) {
            stage.accept(still(n), results::add);
        }
        stage.end(results::add);
    }

    /** A frame of a shot of any length. */
    private static ShotFrame still(int number) {
        RgbImage image = new RgbImage(64, 64);
        new Random(number).nextBytes(image.pixels());
        return new ShotFrame(number, 40_000L * number, 0, image);
    }

    @Test
    void whatDoesNotGoTogetherIsRefused() {
        refused(
                () -> transfer.motion(new WindowSize(33, 4)),
                "motion window 33: expected 2 to 32, the frames that the motion module counts");
        StyleTransfer tied = transfer.with(
                transfer.options().withMethod(StyleTransferOptions.methodDefaults(2, FrameConsistency.ATTENTION)));
        refused(() -> tied.motion(WINDOWS), MotionTransfer.NO_TIES);
        refused(
                () -> transfer.motion(WINDOWS).requireMemory(64, 64, 1000),
                "a motion window of 3 frames: takes about 0.0 GB, the limit is 0.0 GB; use shorter windows or a smaller size");
    }

    private static void refused(Runnable call, String message) {
        assertEquals(message, assertThrows(ZvideoException.class, call::run).getMessage());
    }
}
