package org.zvideo.video.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.bytedeco.javacv.Frame;
import org.junit.jupiter.api.Test;
import org.zvideo.core.FrameCodec;
import org.zvideo.core.FrameConsistency;
import org.zvideo.core.Style;
import org.zvideo.core.StyleTransfer;
import org.zvideo.core.StyleTransferOptions;
import org.zvideo.core.image.FrameObserver;
import org.zvideo.core.image.RgbImage;
import org.zvideo.core.torch.Placement;
import org.zvideo.core.weights.ModelSource;
import org.zvideo.video.RgbFrames;
import org.zvideo.video.flow.Transport;
import org.zvideo.video.stage.FinishStage;
import org.zvideo.video.stage.Masks;
import org.zvideo.video.stage.ModelStage;
import org.zvideo.video.stage.Observers;
import org.zvideo.video.stage.Schedule;
import org.zvideo.video.stage.SharedMotion;
import org.zvideo.video.stage.TransportStage;

/** The filter as a grabber loop sees it, with the tiny model. */
class StyleTransferFilterTest {
    private static final int FRAMES = 4;

    /** Oracle: the same frames, each done wholly before the next. */
    @Test
    void lookingAheadChangesNothingButTheTime() {
        List<RgbImage> inTurn = run(new Schedule(1, 1));
        assertEquals(FRAMES, inTurn.size());
        assertEquals(inTurn, run(new Schedule(2, 1)));
    }

    /** Oracle: the stages by hand. The pattern of a model with random weights flickers, so carrying changes it. */
    @Test
    void framesThatTheModelDoesNotTieAreCarried() {
        try (StyleTransfer transfer = open(FrameConsistency.FLOW);
                Style style = style(transfer)) {
            ModelStage alone =
                    new ModelStage(transfer, () -> List.of(style), Masks.NONE, Observers.NONE, Schedule.inTurn());
            List<RgbImage> plain = run(new StageFilter(new FinishStage(alone, new FrameCodec(transfer.options()))));
            ModelStage model =
                    new ModelStage(transfer, () -> List.of(style), Masks.NONE, Observers.NONE, Schedule.inTurn());
            List<RgbImage> expected = run(new StageFilter(new FinishStage(
                    new TransportStage(model, new Transport(0.9, 0.8, 2.6), false, new SharedMotion()),
                    new FrameCodec(transfer.options()))));
            assertEquals(expected, run(new StyleTransferFilter(transfer, style)));
            assertEquals(plain.get(0), expected.get(0));
            assertNotEquals(plain.get(1), expected.get(1));
        }
    }

    @Test
    void stoppingFreesFramesThatNobodyPulled() {
        try (StyleTransfer transfer = open();
                Style style = style(transfer)) {
            StyleTransferFilter filter = filter(transfer, style, new Schedule(2, 1));
            filter.push(frame(0));
            assertNull(filter.pull(), "the first result comes with the second frame");
            filter.push(frame(1));
            filter.release(); // frame 1 is being prepared; the model closes after it
        }
    }

    private static List<RgbImage> run(Schedule schedule) {
        try (StyleTransfer transfer = open();
                Style style = style(transfer)) {
            return run(filter(transfer, style, schedule));
        }
    }

    private static List<RgbImage> run(StageFilter filter) {
        List<RgbImage> results = new ArrayList<>();
        filter.start();
        for (int n = 0; n <= FRAMES; n++) {
            filter.push(n < FRAMES ? frame(n) : null);
            for (Frame result = filter.pull(); result != null; result = filter.pull()) {
                assertEquals(40_000L * results.size(), result.timestamp);
                results.add(RgbFrames.toImage(result));
                result.close();
            }
        }
        filter.stop();
        return results;
    }

    private static StyleTransfer open() {
        return open(FrameConsistency.FULL);
    }

    private static StyleTransfer open(FrameConsistency temporal) {
        return StyleTransfer.open(
                ModelSource.of(Path.of(System.getProperty("zvideo.testdata"), "golden", "models", "tiny")),
                Placement.CPU_F32,
                new StyleTransferOptions(StyleTransferOptions.methodDefaults(3, temporal), OptionalInt.of(64)));
    }

    private static Style style(StyleTransfer transfer) {
        return transfer.style(picture(7), StyleTransferOptions.LAMBDA, FrameObserver.NONE);
    }

    private static StyleTransferFilter filter(StyleTransfer transfer, Style style, Schedule schedule) {
        return new StyleTransferFilter(transfer, () -> List.of(style), Masks.NONE, Observers.NONE, schedule);
    }

    private static Frame frame(int n) {
        return RgbFrames.toFrame(picture(n), 40_000L * n);
    }

    /** Stripes that wander with n. */
    private static RgbImage picture(int n) {
        RgbImage image = new RgbImage(80, 64);
        for (int i = 0; i < image.pixels().length; i++) {
            image.pixels()[i] = (byte) (i / 3 % 80 * (i % 3 + 3) + 9 * n);
        }
        return image;
    }
}
