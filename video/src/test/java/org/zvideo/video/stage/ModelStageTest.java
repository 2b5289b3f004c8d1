package org.zvideo.video.stage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.zvideo.core.FrameConsistency;
import org.zvideo.core.Style;
import org.zvideo.core.StyleTransfer;
import org.zvideo.core.StyleTransferOptions;
import org.zvideo.core.image.FrameObserver;
import org.zvideo.core.torch.Placement;

/** The model's stage with the tiny model, whose frames look at the first and the previous one of their shot. */
class ModelStageTest extends StageContract<ModelFrame> {
    private static StyleTransfer transfer;
    private static Style style;

    @TempDir
    Path folder;

    @BeforeAll
    static void open() {
        transfer = StyleTransfer.open(
                Path.of(System.getProperty("zvideo.testdata"), "golden", "models", "tiny"),
                Optional.empty(),
                Placement.CPU_F32,
                new StyleTransferOptions(
                        StyleTransferOptions.methodDefaults(2, FrameConsistency.FULL), OptionalInt.of(64)));
        style = transfer.style(frame(50, false).image(), StyleTransferOptions.LAMBDA, FrameObserver.NONE);
    }

    @AfterAll
    static void close() {
        style.close();
        transfer.close();
    }

    @Override
    protected ModelStage stage() {
        return stage(Schedule.LOOKAHEAD);
    }

    private static ModelStage stage(Schedule schedule) {
        return new ModelStage(transfer, () -> List.of(style), Masks.NONE, Observers.NONE, schedule);
    }

    @Override
    protected ShotFrame source(ModelFrame result) {
        return result.source();
    }

    /** Oracle: the same frames, each done wholly before the next. */
    @Test
    void lookingAheadChangesNothingButTheTime() {
        try (ModelStage inTurn = stage(Schedule.IN_TURN);
                ModelStage ahead = stage(Schedule.LOOKAHEAD)) {
            assertEquals(run(inTurn, 0, FRAMES, false), run(ahead, 0, FRAMES, false));
        }
    }

    /** Oracle: the run that nothing interrupts. */
    @Test
    void aRestoredStageContinuesWithTheSameBitsAfterAnyFrame() throws IOException {
        List<ModelFrame> whole = new ArrayList<>();
        try (ModelStage stage = stage()) {
            Consumer<ModelFrame> out = result -> {
                whole.add(result);
                try {
                    assertTrue(stage.save(state(result.source().number())));
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            };
            for (int n = 0; n < FRAMES; n++) {
                stage.accept(frame(n, false), out);
            }
            stage.end(out);
        }
        for (int next = 1; next < FRAMES; next++) {
            try (ModelStage stage = stage()) {
                ShotFrame frame = frame(next, false);
                if (!frame.beginsShot()) {
                    stage.restore(frame.shotStart(), state(frame.shotStart()), state(next - 1));
                }
                assertEquals(whole.subList(next, FRAMES), run(stage, next, FRAMES, false), "from " + next);
            }
        }
    }

    private Path state(long frame) {
        return folder.resolve("after-" + frame);
    }

    /** Oracle: the definition. The frames of a shot see the frame handed ahead as its first; its own result comes in its turn. */
    @Test
    void aFrameHandedAheadIsTheFirstOfItsShot() {
        try (ModelStage plain = stage();
                ModelStage reordered = stage();
                ModelStage ahead = stage()) {
            ShotFrame later = frame(SECOND_SHOT + 2, false);
            List<ModelFrame> expected = new ArrayList<>();
            reordered.accept(later, expected::add); // as if it were the shot's first frame
            reordered.accept(frame(SECOND_SHOT, false), expected::add);
            reordered.end(expected::add);

            List<ModelFrame> results = new ArrayList<>(run(ahead, 0, SECOND_SHOT, false));
            ahead.accept(later.handedAhead(), results::add);
            results.addAll(run(ahead, SECOND_SHOT, FRAMES, false));
            assertEquals(FRAMES, results.size());
            assertEquals(expected.get(1), results.get(SECOND_SHOT));
            List<ModelFrame> usual = run(plain, 0, FRAMES, false);
            assertEquals(usual.subList(0, SECOND_SHOT), results.subList(0, SECOND_SHOT), "the shot before it");
            assertNotEquals(usual.get(SECOND_SHOT), results.get(SECOND_SHOT));
        }
    }
}
