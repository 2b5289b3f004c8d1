package org.zvideo.video.stage;

import org.zvideo.core.FrameCodec;

/** Makes the results of what the model decoded: colors, strength, and the one rounding to 8 bits. */
public final class FinishStage extends MappingStage<ModelFrame, StyledFrame> {
    private final FrameCodec codec;

    public FinishStage(Stage<ModelFrame> inner, FrameCodec codec) {
        super(inner);
        this.codec = codec;
    }

    @Override
    protected StyledFrame map(ModelFrame decoded) {
        return new StyledFrame(
                decoded.source(),
                codec.finish(decoded.picture(), decoded.source().image(), decoded.restoration()),
                decoded.measures());
    }
}
