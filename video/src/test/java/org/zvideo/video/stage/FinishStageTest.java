package org.zvideo.video.stage;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.zvideo.core.FrameCodec;
import org.zvideo.core.ModelPicture;
import org.zvideo.core.image.FloatImage;
import org.zvideo.core.image.FrameGeometry;
import org.zvideo.core.image.RgbImage;
import org.zvideo.video.report.FrameMeasures;

class FinishStageTest extends StageContract<StyledFrame> {
    /** Decodes the sums of frames, and says as measure the number of the frame. */
    private static final class Decoding implements Stage<ModelFrame> {
        private final SummingStage sums = new SummingStage(true);

        @Override
        public void accept(ShotFrame frame, Consumer<ModelFrame> out) {
            sums.accept(frame, sum -> out.accept(decoded(sum)));
        }

        @Override
        public void end(Consumer<ModelFrame> out) {
            sums.end(sum -> out.accept(decoded(sum)));
        }

        private static ModelFrame decoded(StyledFrame sum) {
            RgbImage image = sum.image();
            float[] values = new float[image.pixels().length];
            for (int n = 0; n < values.length; n++) {
                values[n] = (image.pixels()[n] & 0xff) / 127.5f - 1;
            }
            return new ModelFrame(
                    sum.source(),
                    new ModelPicture(
                            FrameGeometry.of(64, 64, 64, 8),
                            new FloatImage(64, 64, values),
                            Optional.empty(),
                            List.of()),
                    FrameMeasures.of(sum.source().number(), 2));
        }

        @Override
        public void close() {
            sums.close();
        }
    }

    @Override
    protected Stage<StyledFrame> stage() {
        return new FinishStage(new Decoding(), new FrameCodec(1, 0));
    }

    @Override
    protected ShotFrame source(StyledFrame result) {
        return result.source();
    }

    /** Oracle: the codec's own results, and the measures that came with the pictures. */
    @Test
    void picturesAreFinishedWithTheirFramesAndKeepTheirMeasures() {
        FrameCodec codec = new FrameCodec(0.5, 0.25);
        try (Stage<ModelFrame> inner = new Decoding();
                Stage<StyledFrame> stage = new FinishStage(new Decoding(), codec)) {
            List<ModelFrame> decoded = new ArrayList<>();
            for (int n = 0; n < FRAMES; n++) {
                inner.accept(frame(n, false), decoded::add);
            }
            inner.end(decoded::add);
            assertEquals(
                    decoded.stream()
                            .map(frame -> new StyledFrame(
                                    frame.source(),
                                    codec.finish(frame.picture(), frame.source().image()),
                                    FrameMeasures.of(frame.source().number(), 2)))
                            .toList(),
                    run(stage, 0, FRAMES, false));
        }
    }
}
