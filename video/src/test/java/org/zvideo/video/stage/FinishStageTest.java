package org.zvideo.video.stage;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.zvideo.core.FrameCodec;
import org.zvideo.video.report.FrameMeasures;

class FinishStageTest extends StageContract<StyledFrame> {
    @Override
    protected Stage<StyledFrame> stage() {
        return new FinishStage(new SummingStage(true), new FrameCodec(1, 0));
    }

    @Override
    protected ShotFrame source(StyledFrame result) {
        return result.source();
    }

    /** Oracle: the codec's own results, and the measures that came with the pictures. */
    @Test
    void picturesAreFinishedWithTheirFramesAndKeepTheirMeasures() {
        FrameCodec codec = new FrameCodec(0.5, 0.25);
        try (Stage<ModelFrame> inner = new SummingStage(true);
                Stage<StyledFrame> stage = new FinishStage(new SummingStage(true), codec)) {
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
