package org.zvideo.video.plan;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.zvideo.core.FrameCodec;
import org.zvideo.core.FrameConsistency;
import org.zvideo.core.StyleTransfer;
import org.zvideo.core.StyleTransferOptions;
import org.zvideo.core.edit.KeyValueStorage;
import org.zvideo.core.image.FrameObserver;
import org.zvideo.core.image.RgbImage;
import org.zvideo.core.torch.Placement;
import org.zvideo.core.weights.ModelSource;
import org.zvideo.video.stage.FinishStage;
import org.zvideo.video.stage.FrameModel;
import org.zvideo.video.stage.MappingStage;
import org.zvideo.video.stage.Masks;
import org.zvideo.video.stage.ModelFrame;
import org.zvideo.video.stage.Schedule;
import org.zvideo.video.stage.Slot;

/** Oracle: stages after the model that sleep, for longer at the first frame of a shot. */
class PlannerTest {
    private static final double FIRST = 1;
    private static final double LATER = 0.6;
    private static final int FRAMES = 1001;
    private static StyleTransfer transfer;

    @BeforeAll
    static void open() {
        transfer = StyleTransfer.open(
                ModelSource.of(Path.of(System.getProperty("zvideo.testdata"), "golden", "models", "tiny")),
                Placement.CPU_F32,
                options(4));
    }

    @AfterAll
    static void close() {
        transfer.close();
    }

    private static StyleTransferOptions options(int steps) {
        return new StyleTransferOptions(
                StyleTransferOptions.methodDefaults(steps, FrameConsistency.NONE), OptionalInt.of(64));
    }

    /** The sleep counts once for each frame, for key frames and those between, and once more for each style's first. */
    @ParameterizedTest
    @CsvSource({"1,2", "2,1"})
    void whatIsDoneAfterTheModelCountsOnEveryFrame(int atATime, int styles) {
        RgbImage frame = new RgbImage(64, 64);
        Planner.Measured measured = new Planner(
                        transfer,
                        (steps, coarse, inversion) -> options(steps),
                        (model, options) -> new FinishStage(new Sleeping(model), new FrameCodec(options)),
                        frame,
                        new StyleCount(styles, styles),
                        Masks.NONE,
                        new Schedule(atATime, 1),
                        Optional.empty(),
                        (cost, precision) -> KeyValueStorage.MEMORY,
                        FrameObserver.NONE)
                .measure(List.of(frame, frame, frame));
        double one = measured.plan(1, options(2), 1).seconds();
        assertTrue(one >= styles * FIRST, "the first frame: " + one);
        for (int every : List.of(1, 100)) {
            double perFrame = (measured.plan(FRAMES, options(2), every).seconds() - one) / (FRAMES - 1);
            assertTrue(perFrame >= styles * LATER && perFrame < (styles + 1) * LATER, every + ": " + perFrame);
        }
    }

    private static final class Sleeping extends MappingStage<ModelFrame, ModelFrame> {
        private boolean first = true;

        private Sleeping(FrameModel inner) {
            super(inner);
            inner.make(Set.of(Slot.ROUND_TRIP));
        }

        @Override
        protected ModelFrame map(ModelFrame made) {
            assertTrue(made.picture().roundTrip().isPresent(), "what was asked for is made, and so its time counts");
            try {
                Thread.sleep((long) (1000 * (first ? FIRST : LATER)));
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            first = false;
            return made;
        }
    }
}
