package org.zvideo.video.job;

import java.util.List;
import java.util.function.DoubleFunction;
import org.zvideo.core.FrameCodec;
import org.zvideo.core.Painting;
import org.zvideo.video.request.AppearanceRequest;
import org.zvideo.video.stage.FinishStage;
import org.zvideo.video.stage.ModelFrame;
import org.zvideo.video.stage.Stage;
import org.zvideo.video.stage.StyledFrame;

/**
 * What is done to pictures after the model, as stages.
 *
 * @param request   what is asked for
 * @param codec     colors and strength
 * @param paintings the styles in their order, for a scale of their size; asked for only where they are needed
 */
record Appearance(AppearanceRequest request, FrameCodec codec, DoubleFunction<List<Painting>> paintings) {
    /** The pictures of a stage, finished. */
    Stage<StyledFrame> around(Stage<ModelFrame> pictures, StyleTransferChain.Needs needs) {
        return needs.of(new FinishStage(pictures, codec));
    }
}
