package org.zvideo.video.study;

import java.util.function.UnaryOperator;
import org.zvideo.video.flow.Transport;
import org.zvideo.video.request.FlowPart;
import org.zvideo.video.request.FrameTieRequest;
import org.zvideo.video.stage.LightStage;
import org.zvideo.video.stage.ModelFrame;
import org.zvideo.video.stage.SharedMotion;
import org.zvideo.video.stage.Stage;
import org.zvideo.video.stage.StyledFrame;
import org.zvideo.video.stage.TransportStage;

/**
 * How the results of a row of clips are made.
 *
 * @param untied  whether of the kept pictures of the row without ties, so that no model runs
 * @param lit     whether the light of results follows the film's; the kept pictures are made in even light
 * @param aligned whether the model is told how frames moved, for an energy along the motion
 * @param carried stages around the one that gives the model's pictures, in floating point
 * @param shown   stages around the one that gives finished frames
 */
public record Making(
        boolean untied, boolean lit, boolean aligned, Carried carried, UnaryOperator<Stage<StyledFrame>> shown) {
    /** By the model with the row's own settings. */
    public static final Making MODEL = new Making(false, true, false, Carried.NOT, UnaryOperator.identity());
    /** By the model, as the paper says: it leaves light alone. */
    static final Making PAPER = MODEL.unlit();
    /** Without ties, by the model once for all rows of this kind. */
    static final Making UNTIED = new Making(true, true, false, Carried.NOT, UnaryOperator.identity());
    /** The source itself, as if it were a result. */
    public static final Making SOURCE = sham(SourceStage::new);

    /** Puts stages around the one that gives the model's pictures. */
    @FunctionalInterface
    public interface Carried {
        Carried NOT = (inner, motions) -> inner;

        Stage<ModelFrame> around(Stage<ModelFrame> inner, SharedMotion motions);

        /** Carries results from frame to frame. */
        static Carried by(Transport transport, boolean longRange) {
            return (inner, motions) -> new TransportStage(inner, transport, longRange, motions);
        }
    }

    /** As a run with these ties makes its results. */
    public static Making of(FrameTieRequest ties) {
        boolean longRange = ties.flow().does(FlowPart.LONG_RANGE);
        return new Making(
                false,
                ties.evenLight(),
                ties.alongMotion(),
                ties.transport()
                        .map(transport -> Carried.by(transport, longRange))
                        .orElse(Carried.NOT),
                UnaryOperator.identity());
    }

    /** The same, carried from frame to frame. */
    Making carrying(Carried by) {
        return new Making(untied, lit, aligned, by, shown);
    }

    /** The same where nothing evens the light. */
    Making unlit() {
        return new Making(untied, false, aligned, carried, shown);
    }

    /** The same with a model that is told how frames moved. */
    Making alongMotion() {
        return new Making(untied, lit, true, carried, shown);
    }

    /** Shows something else than the finished frames without ties. */
    static Making sham(UnaryOperator<Stage<StyledFrame>> shown) {
        return new Making(true, true, false, Carried.NOT, shown);
    }

    /** The stages from finished frames to what is shown. */
    Stage<StyledFrame> finished(Stage<StyledFrame> inner, SharedMotion motions) {
        return shown.apply(lit ? new LightStage(inner, motions) : inner);
    }
}
