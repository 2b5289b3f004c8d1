package org.zvideo.video.job;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.zvideo.core.FrameCodec;
import org.zvideo.core.Style;
import org.zvideo.core.StyleTransfer;
import org.zvideo.video.resume.ResumeStage;
import org.zvideo.video.resume.WorkFolder;
import org.zvideo.video.shot.Cuts;
import org.zvideo.video.stage.CutStage;
import org.zvideo.video.stage.FinishStage;
import org.zvideo.video.stage.KeyFrameStage;
import org.zvideo.video.stage.Masks;
import org.zvideo.video.stage.ModelFrame;
import org.zvideo.video.stage.ModelStage;
import org.zvideo.video.stage.Observers;
import org.zvideo.video.stage.Schedule;
import org.zvideo.video.stage.Slot;
import org.zvideo.video.stage.Stage;
import org.zvideo.video.stage.StyledFrame;

/**
 * The stages of a style transfer, from frames to results: the one place that fixes their order. It has neither reader nor
 * encoder nor report. Model, styles, masks and work folder stay the caller's, who closes {@link #stages} before them.
 *
 * <p>A frame passes, from outside in: cuts, finish, key frames, what is kept in the work folder, model. Its result comes back
 * the other way.
 */
public final class StyleTransferChain {
    private final Set<Slot> needs = EnumSet.noneOf(Slot.class);
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
     * @param styles    asked for when the model gets the first frame of a shot: they may be prepared as late as that
     * @param masks     where the styles act
     * @param schedule  whether the model prepares a frame beside the one before it
     * @param work      where results are kept; what an earlier run has kept there is not made again
     * @param observers of the frames that the model works on, and of those that are taken from the work folder
     */
    public StyleTransferChain(
            StyleTransfer transfer,
            Supplier<List<Style>> styles,
            Masks masks,
            Schedule schedule,
            Frames frames,
            WorkFolder work,
            Observers observers) {
        this(
                transfer,
                styles,
                masks,
                schedule,
                frames,
                work,
                observers,
                UnaryOperator.identity(),
                UnaryOperator.identity());
    }

    /**
     * The same with further stages.
     *
     * @param light  the stages between cuts and finish: what the others see is theirs to choose
     * @param detail the stages between key frames and finish: what they change is still in floating point
     */
    StyleTransferChain(
            StyleTransfer transfer,
            Supplier<List<Style>> styles,
            Masks masks,
            Schedule schedule,
            Frames frames,
            WorkFolder work,
            Observers observers,
            UnaryOperator<Stage<StyledFrame>> light,
            UnaryOperator<Stage<ModelFrame>> detail) {
        ModelStage model = new ModelStage(transfer, styles, masks, observers, schedule);
        kept = new ResumeStage(
                model, model, work, image -> transfer.geometry(image.width(), image.height()), observers::taken);
        Stage<ModelFrame> detailed = asked(detail.apply(asked(new KeyFrameStage(kept, frames.every()))));
        FinishStage finish = asked(new FinishStage(detailed, new FrameCodec(transfer.options())));
        stages = asked(new CutStage<>(asked(light.apply(finish)), frames.cuts(), frames.start()));
        model.make(needs);
        kept.need(needs);
    }

    private <S extends Stage<?>> S asked(S stage) {
        needs.addAll(stage.needs());
        return stage;
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
