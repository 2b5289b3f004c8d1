package org.zvideo.video.filter;

import java.util.List;
import java.util.function.Supplier;
import org.zvideo.core.FrameCodec;
import org.zvideo.core.Style;
import org.zvideo.core.StyleTransfer;
import org.zvideo.core.diffusion.FrameTies;
import org.zvideo.video.flow.Transport;
import org.zvideo.video.stage.FinishStage;
import org.zvideo.video.stage.Masks;
import org.zvideo.video.stage.ModelFrame;
import org.zvideo.video.stage.ModelStage;
import org.zvideo.video.stage.Observers;
import org.zvideo.video.stage.Schedule;
import org.zvideo.video.stage.SharedMotion;
import org.zvideo.video.stage.Stage;
import org.zvideo.video.stage.TransportStage;

/**
 * Stylizes frames as a JavaCV filter: each 8-bit BGR frame that is pushed can be pulled once, stylized, with its
 * timestamp. All frames are one shot until {@link #cut}. One thread uses it; model and styles stay the caller's.
 *
 * <p>Where the options tie no frames inside the model, tone and palette are carried from frame to frame along the motion of the
 * source, as {@link Transport} does by default.
 *
 * <p>If the schedule has several frames in work at a time, results come some frames later: pull gives null after the first
 * push, and {@code push(null)} at the end asks for the last.
 */
public final class StyleTransferFilter extends StageFilter {
    /** Stylizes whole frames in one style, each when it is pushed. */
    public StyleTransferFilter(StyleTransfer transfer, Style style) {
        this(transfer, () -> List.of(style), Masks.NONE, Observers.NONE, Schedule.inTurn());
    }

    /**
     * Stylizes frames, each as much as the masks say.
     *
     * @param styles asked for at the first frame of each shot: they may be prepared as late as that
     * @param masks  where they act
     */
    public StyleTransferFilter(
            StyleTransfer transfer, Supplier<List<Style>> styles, Masks masks, Observers observers, Schedule schedule) {
        super(new FinishStage(
                carried(transfer, new ModelStage(transfer, styles, masks, observers, schedule)),
                new FrameCodec(transfer.options())));
    }

    private static Stage<ModelFrame> carried(StyleTransfer transfer, Stage<ModelFrame> model) {
        return transfer.options().method().ties().equals(FrameTies.NONE)
                ? new TransportStage(model, Transport.DEFAULT, false, new SharedMotion())
                : model;
    }

    /** The next frame that is pushed begins a new shot. */
    public void cut() {
        beginShot();
    }
}
