package org.zvideo.video.stage;

import org.zvideo.core.ModelPicture;
import org.zvideo.video.report.FrameMeasures;

/**
 * A frame between the model and {@link FinishStage}, in floating point.
 *
 * @param source   the frame of which it was made
 * @param picture  what the model made of it
 * @param measures what the model says about it
 */
public record ModelFrame(ShotFrame source, ModelPicture picture, FrameMeasures measures) {
    /** The same with another picture. */
    public ModelFrame with(ModelPicture other) {
        return new ModelFrame(source, other, measures);
    }
}
