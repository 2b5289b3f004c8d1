package org.zvideo.video.job;

import java.util.List;
import org.zvideo.core.FrameCodec;
import org.zvideo.core.StyleTransfer;
import org.zvideo.core.StyleTransferOptions;
import org.zvideo.core.image.RgbImage;
import org.zvideo.video.plan.Planner;
import org.zvideo.video.request.AppearanceRequest;
import org.zvideo.video.stage.FrameModel;
import org.zvideo.video.stage.Stage;
import org.zvideo.video.stage.StyledFrame;

/**
 * What a run does after the model, for a planner to measure.
 *
 * @param request  what is asked for
 * @param transfer the model, which stays the caller's
 * @param style    one of the styles
 */
public record PlannedAppearance(AppearanceRequest request, StyleTransfer transfer, RgbImage style)
        implements Planner.Finishing {
    @Override
    public Stage<StyledFrame> around(FrameModel model, StyleTransferOptions options) {
        return new Appearance(
                        request,
                        new FrameCodec(options),
                        scale -> List.of(transfer.with(options).painting(style, scale)))
                .aroundModel(model);
    }
}
