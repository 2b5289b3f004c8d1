package org.zvideo.video.stage;

import org.zvideo.core.FrameCodec;

/** Makes the results of what the model decoded: the film's light, colors, strength, and the one rounding to 8 bits. */
public final class FinishStage extends MappingStage<ModelFrame, StyledFrame> {
    private final FrameCodec codec;

    public FinishStage(Stage<ModelFrame> inner, FrameCodec codec) {
        super(inner);
        this.codec = codec;
    }

    @Override
    protected StyledFrame map(ModelFrame decoded) {
        ShotFrame source = decoded.source();
        return new StyledFrame(
                source,
                codec.finish(decoded.picture(), source.image(), decoded.restoration(), source.exposure()),
                decoded.measures());
    }
}
