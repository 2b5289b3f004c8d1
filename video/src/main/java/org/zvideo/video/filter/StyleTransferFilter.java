package org.zvideo.video.filter;

import java.util.List;
import java.util.function.Supplier;
import org.zvideo.core.FrameCodec;
import org.zvideo.core.Style;
import org.zvideo.core.StyleTransfer;
import org.zvideo.video.stage.FinishStage;
import org.zvideo.video.stage.Masks;
import org.zvideo.video.stage.ModelStage;
import org.zvideo.video.stage.Observers;
import org.zvideo.video.stage.Schedule;

/**
 * Stylizes frames as a JavaCV filter: each 8-bit BGR frame that is pushed can be pulled once, stylized, with its
 * timestamp. All frames are one shot until {@link #cut}. One thread uses it; model and styles stay the caller's.
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
     * @param styles asked for at the first frame of each shot: they may be prepared as late as that
     * @param masks  where they act
     */
    public StyleTransferFilter(
            StyleTransfer transfer, Supplier<List<Style>> styles, Masks masks, Observers observers, Schedule schedule) {
        super(new FinishStage(
                new ModelStage(transfer, styles, masks, observers, schedule), new FrameCodec(transfer.options())));
    }

    /** The next frame that is pushed begins a new shot. */
    public void cut() {
        beginShot();
    }
}
