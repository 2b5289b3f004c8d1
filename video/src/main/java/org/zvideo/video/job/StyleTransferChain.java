package org.zvideo.video.job;

import java.util.EnumSet;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.zvideo.video.flow.FilmMotions;
import org.zvideo.video.resume.ResumeStage;
import org.zvideo.video.resume.WorkFolder;
import org.zvideo.video.shot.Cuts;
import org.zvideo.video.stage.AlignmentStage;
import org.zvideo.video.stage.CutStage;
import org.zvideo.video.stage.FrameModel;
import org.zvideo.video.stage.KeyFrameStage;
import org.zvideo.video.stage.LightStage;
import org.zvideo.video.stage.ModelFrame;
import org.zvideo.video.stage.Observers;
import org.zvideo.video.stage.SharedMotion;
import org.zvideo.video.stage.Slot;
import org.zvideo.video.stage.Stage;
import org.zvideo.video.stage.StyleAnchorStage;
import org.zvideo.video.stage.StyleMixes;
import org.zvideo.video.stage.StyledFrame;
import org.zvideo.video.stage.TransportStage;

/**
 * The stages of a style transfer, from frames to results: the one place that fixes their order. It has neither reader nor
 * encoder nor report. Model and work folder stay the caller's, who closes {@link #stages} before them.
 *
 * <p>A frame passes, from outside in: cuts, light, finish and the rest of the appearance, key frames, what is carried from frame to
 * frame, anchors of styles that move, what is kept in the work folder, model. Its result comes back the other way.
 */
public final class StyleTransferChain {
    private final Needs needs = new Needs();
    private final ResumeStage kept;
    private final SharedMotion motions;
    private final Stage<StyledFrame> stages;

    /**
     * How the frames of a video are taken.
     *
     * @param every K: the model works on every K-th frame of a shot and on its last; 1 for all
     * @param cuts  where shots begin
     * @param start timestamp in seconds from which the times of listed cuts count
     * @param mixes how far each style is reached
     */
    public record Frames(int every, Cuts cuts, double start, StyleMixes mixes) {
        /** On all frames all styles act in full. */
        public Frames(int every, Cuts cuts, double start) {
            this(every, cuts, start, StyleMixes.FULL);
        }
    }

    /**
     * Builds the chain.
     *
     * @param appearance what is done after the model
     * @param steadying  what holds frames together
     * @param work       where results are kept; what an earlier run has kept there is not made again
     * @param observers  of the frames that are taken from the work folder
     */
    StyleTransferChain(
            FrameModel model,
            Appearance appearance,
            Steadying steadying,
            Frames frames,
            WorkFolder work,
            Observers observers) {
        this(model, appearance, frames, work, observers, steadied(steadying, frames.mixes()));
    }

    /**
     * What stands around the parts of a chain.
     *
     * @param kept     around what the work folder keeps of the model
     * @param pictures around the key frames and those between them
     * @param finished around the finished frames
     */
    record Around(
            UnaryOperator<Stage<ModelFrame>> kept,
            UnaryOperator<Stage<ModelFrame>> pictures,
            UnaryOperator<Stage<StyledFrame>> finished,
            SharedMotion motions) {}

    private static Around steadied(Steadying steadying, StyleMixes mixes) {
        SharedMotion motions = new SharedMotion();
        return new Around(
                inner -> carried(steadying, aligned(steadying, inner, motions), mixes, motions),
                UnaryOperator.identity(),
                inner -> steadying.evenLight() ? new LightStage(inner, motions) : inner,
                motions);
    }

    private static Stage<ModelFrame> aligned(Steadying steadying, Stage<ModelFrame> inner, SharedMotion motions) {
        return steadying
                .aligned()
                .<Stage<ModelFrame>>map(inside -> new AlignmentStage(inner, inside, motions))
                .orElse(inner);
    }

    private static Stage<ModelFrame> carried(
            Steadying steadying, Stage<ModelFrame> inner, StyleMixes mixes, SharedMotion motions) {
        return steadying
                .transport()
                .<Stage<ModelFrame>>map(
                        transport -> new TransportStage(inner, transport, steadying.longRange(), mixes, motions))
                .orElse(inner);
    }

    /** The same with other stages around its parts. */
    StyleTransferChain(
            FrameModel model,
            Appearance appearance,
            Frames frames,
            WorkFolder work,
            Observers observers,
            Around around) {
        kept = new ResumeStage(model, model, work, observers::taken);
        motions = around.motions();
        Stage<ModelFrame> anchored = frames.mixes().full() ? kept : new StyleAnchorStage(kept, frames.mixes());
        Stage<ModelFrame> carried = needs.of(around.kept().apply(anchored));
        Stage<ModelFrame> every = needs.of(new KeyFrameStage(carried, frames.every(), motions));
        Stage<StyledFrame> finished =
                appearance.around(needs.of(around.pictures().apply(every)), motions, needs);
        Stage<StyledFrame> lit = needs.of(around.finished().apply(finished));
        stages = needs.of(new CutStage<>(lit, frames.cuts(), frames.start()));
        Set<Slot> made = work.isKept() ? EnumSet.allOf(Slot.class) : needs.slots(); // another appearance may need more
        model.make(made);
        kept.need(made);
    }

    /** The outermost stage. */
    public Stage<StyledFrame> stages() {
        return stages;
    }

    /** The motion of the film, as far as the stages have looked for it; it stays theirs. */
    public FilmMotions motions() {
        return motions.film();
    }

    /** Number of frames whose results were taken from the work folder. */
    public long resumedFrames() {
        return kept.taken();
    }
}
