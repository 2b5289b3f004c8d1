package org.zvideo.video.report;

import org.zvideo.core.image.RgbImage;
import org.zvideo.video.flow.FlowWarp;
import org.zvideo.video.picture.NativePicture;

/**
 * A frame of a result and the one before it in the same shot.
 *
 * @param frame  index of the frame
 * @param time   in seconds
 * @param error  warped error
 * @param source the frame in the source
 * @param before the result before
 * @param result of the frame
 * @param warp   where the frame's pixels were before
 */
public record FramePair(
        long frame, double time, double error, RgbImage source, NativePicture before, RgbImage result, FlowWarp warp) {
    /** Told every pair; the result before and the warp are there only as long as that takes. */
    @FunctionalInterface
    public interface Listener {
        void pair(FramePair pair);
    }
}
