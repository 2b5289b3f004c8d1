package org.zvideo.video.stage;

import java.util.function.Consumer;
import org.zvideo.core.FrameCodec;

/** Makes the results of what the model decoded: colors, strength, and the one rounding to 8 bits. */
public final class FinishStage implements Stage<StyledFrame> {
    private final Stage<ModelFrame> inner;
    private final FrameCodec codec;

    public FinishStage(Stage<ModelFrame> inner, FrameCodec codec) {
        this.inner = inner;
        this.codec = codec;
    }

    @Override
    public void accept(ShotFrame frame, Consumer<StyledFrame> out) {
        inner.accept(frame, decoded -> out.accept(finished(decoded)));
    }

    @Override
    public void end(Consumer<StyledFrame> out) {
        inner.end(decoded -> out.accept(finished(decoded)));
    }

    private StyledFrame finished(ModelFrame decoded) {
        return new StyledFrame(
                decoded.source(),
                codec.finish(decoded.picture(), decoded.source().image(), decoded.restoration()),
                decoded.measures());
    }

    @Override
    public void close() {
        inner.close();
    }
}
