package org.zvideo.video.stage;

import org.zvideo.core.image.RgbImage;
import org.zvideo.video.report.FrameMeasures;

/**
 * The result of a frame.
 *
 * @param source   the frame of which it was made
 * @param image    the result, in the frame's size
 * @param measures what the model says about it; {@link FrameMeasures#NONE} where no model made it in this run
 */
public record StyledFrame(ShotFrame source, RgbImage image, FrameMeasures measures) {}
