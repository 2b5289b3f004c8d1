package org.zvideo.video.stage;

import org.zvideo.core.ModelPicture;
import org.zvideo.core.Restoration;
import org.zvideo.video.report.FrameMeasures;

/**
 * A frame between the model and {@link FinishStage}, in floating point.
 *
 * @param source   the frame of which it was made
 * @param picture  what the model made of it
 * @param measures what the model says about it
 * @param restoration what {@link FinishStage} adds to the picture
 */
public record ModelFrame(ShotFrame source, ModelPicture picture, FrameMeasures measures, Restoration restoration) {
    /** A frame as the model gives it. */
    public ModelFrame(ShotFrame source, ModelPicture picture, FrameMeasures measures) {
        this(source, picture, measures, Restoration.NONE);
    }

    /** The same with another picture. */
    public ModelFrame with(ModelPicture other) {
        return new ModelFrame(source, other, measures, restoration);
    }

    /** The same with other measures. */
    public ModelFrame with(FrameMeasures other) {
        return new ModelFrame(source, picture, other, restoration);
    }

    /** The same with something else added. */
    public ModelFrame with(Restoration other) {
        return new ModelFrame(source, picture, measures, other);
    }
}
