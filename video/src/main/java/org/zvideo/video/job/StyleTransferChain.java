package org.zvideo.video.job;

import java.util.EnumSet;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.zvideo.video.resume.ResumeStage;
import org.zvideo.video.resume.WorkFolder;
import org.zvideo.video.shot.Cuts;
import org.zvideo.video.stage.CutStage;
import org.zvideo.video.stage.FrameModel;
import org.zvideo.video.stage.KeyFrameStage;
import org.zvideo.video.stage.ModelFrame;
import org.zvideo.video.stage.Observers;
import org.zvideo.video.stage.Slot;
import org.zvideo.video.stage.Stage;
import org.zvideo.video.stage.StyledFrame;

/**
 * The stages of a style transfer, from frames to results: the one place that fixes their order. It has neither reader nor
 * encoder nor report. Model and work folder stay the caller's, who closes {@link #stages} before them.
 *
 * <p>A frame passes, from outside in: cuts, finish and the rest of the appearance, key frames, what is kept in the work folder,
 * model. Its result comes back the other way.
 */
public final class StyleTransferChain {
    private final Needs needs = new Needs();
    private final ResumeStage kept;
    private final Stage<StyledFrame> stages;

    /**
     * How the frames of a video are taken.
     *
     * @param every K: the model works on every K-th frame of a shot and on its last; 1 for all
     * @param cuts  where shots begin
     * @param start timestamp in seconds from which the times of listed cuts count
     */
    public record Frames(int every, Cuts cuts, double start) {}

    /**
     * Builds the chain.
     *
     * @param appearance what is done after the model
     * @param work       where results are kept; what an earlier run has kept there is not made again
     * @param observers  of the frames that are taken from the work folder
     */
    StyleTransferChain(FrameModel model, Appearance appearance, Frames frames, WorkFolder work, Observers observers) {
        this(model, appearance, frames, work, observers, UnaryOperator.identity(), UnaryOperator.identity());
    }

    /**
     * The same with further stages.
     *
     * @param light  the stages between cuts and finish: what the others see is theirs to choose
     * @param motion the stages between key frames and appearance: what they change is still in floating point
     */
    StyleTransferChain(
            FrameModel model,
            Appearance appearance,
            Frames frames,
            WorkFolder work,
            Observers observers,
            UnaryOperator<Stage<StyledFrame>> light,
            UnaryOperator<Stage<ModelFrame>> motion) {
        kept = new ResumeStage(model, model, work, observers::taken);
        Stage<ModelFrame> pictures = needs.of(motion.apply(needs.of(new KeyFrameStage(kept, frames.every()))));
        Stage<StyledFrame> finished = needs.of(light.apply(appearance.around(pictures, needs)));
        stages = needs.of(new CutStage<>(finished, frames.cuts(), frames.start()));
        Set<Slot> made = work.isKept() ? EnumSet.allOf(Slot.class) : needs.slots(); // another appearance may need more
        model.make(made);
        kept.need(made);
    }

    /** The outermost stage. */
    public Stage<StyledFrame> stages() {
        return stages;
    }

    /** Number of frames whose results were taken from the work folder. */
    public long resumedFrames() {
        return kept.taken();
    }
}
