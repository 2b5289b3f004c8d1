package org.zvideo.video.job;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleFunction;
import java.util.function.Supplier;
import org.zvideo.core.FrameCodec;
import org.zvideo.core.Painting;
import org.zvideo.core.Style;
import org.zvideo.core.StyleTransfer;
import org.zvideo.core.image.FrameObserver;
import org.zvideo.core.image.RgbImage;
import org.zvideo.video.request.AppearanceRequest;
import org.zvideo.video.stage.Masks;
import org.zvideo.video.stage.ModelStage;
import org.zvideo.video.stage.Schedule;
import org.zvideo.video.stage.ShotFrame;
import org.zvideo.video.stage.Stage;
import org.zvideo.video.stage.StyledFrame;

/**
 * Stylizes single pictures, each as the only frame of a shot, with what is done after the model.
 *
 * @param transfer   the model, which stays the caller's
 * @param appearance what is done after it
 * @param styles     prepared, in their order
 * @param paintings  the styles for a scale of their size; asked for only where they are needed
 * @param masks      where the styles act
 */
public record PictureTransfer(
        StyleTransfer transfer,
        AppearanceRequest appearance,
        Supplier<List<Style>> styles,
        DoubleFunction<List<Painting>> paintings,
        Masks masks) {
    /** The result of a picture, in its own size. */
    public RgbImage of(RgbImage source, FrameObserver observer) {
        ModelStage model = new ModelStage(transfer, styles, masks, frame -> observer, Schedule.inTurn());
        List<RgbImage> results = new ArrayList<>();
        try (Stage<StyledFrame> stages =
                new Appearance(appearance, new FrameCodec(transfer.options()), paintings).aroundModel(model)) {
            stages.accept(new ShotFrame(0, 0, 0, source), result -> results.add(result.image()));
            stages.end(result -> results.add(result.image()));
        }
        return results.get(0);
    }
}
