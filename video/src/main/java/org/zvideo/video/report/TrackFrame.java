package org.zvideo.video.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.zvideo.core.metrics.FrameDifference;
import org.zvideo.video.flow.FlowWarp;
import org.zvideo.video.picture.NativePicture;

/**
 * What one frame of a result, or of a copy of its source, adds to the measures of a {@link Track}.
 *
 * @param sharpness     variance of the Laplacian
 * @param pair          the frame beside the one before it in its shot; null for the first
 * @param warpedError10 warped error, gap 10; null where it is not measured
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record TrackFrame(double sharpness, Pair pair, Double warpedError10) {
    /**
     * A frame beside the one before it.
     *
     * @param difference  of the two
     * @param warpedError gap 1; null if no pixel is visible in both
     * @param followed    as in {@link WarpedError}
     * @param predicted   the same
     * @param change      sum of the changes of pixels that stand still in the source, in levels
     * @param still       number of their values
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Pair(
            FrameDifference.Pair difference,
            Double warpedError,
            double followed,
            double predicted,
            long change,
            long still) {
        static Pair of(NativePicture now, NativePicture before, FlowWarp warp, StillPixels pixels) {
            WarpedError error = WarpedError.of(now, before, warp);
            return new Pair(
                    FrameDifference.Pair.of(
                            n -> now.value(n) / 255f, n -> before.value(n) / 255f, 3 * now.width() * now.height()),
                    error.known(),
                    error.followed(),
                    error.predicted(),
                    pixels.change(now, before),
                    pixels.values());
        }
    }
}
