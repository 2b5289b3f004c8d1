package org.zvideo.video.report;

import org.zvideo.core.image.RgbImage;
import org.zvideo.video.flow.FlowWarp;
import org.zvideo.video.picture.NativePicture;

/**
 * A frame of a result and the frame before it in the same shot.
 *
 * @param frame index of the frame
 * @param time in seconds
 * @param error warped error
 * @param source the frame in the source
 * @param before the result of the frame before
 * @param result the result of the frame
 * @param warp where the frame's pixels were before
 */
public record FramePair(
        long frame, double time, double error, RgbImage source, NativePicture before, RgbImage result, FlowWarp warp) {
    /** Receives every pair. The result before and the warp are valid only during the call. */
    @FunctionalInterface
    public interface Listener {
        void pair(FramePair pair);
    }
}
