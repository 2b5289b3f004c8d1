package org.zvideo.video.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.zvideo.core.metrics.FrameDifference;

/**
 * How steady a result is: METHOD.md §8 over all frames. A number is null where too few frames were there.
 *
 * @param frames            measured
 * @param source            Diff of the source
 * @param result            Diff of the result
 * @param excess            result's mean − source's mean
 * @param warpedError       mean over the frames, gap 1
 * @param warpedError10     gap 10
 * @param unwarpedError     gap 1 without warping
 * @param sourceWarpedError of the source, gap 1
 * @param sharpness         mean variance of the Laplacian of the result
 * @param secondsPerFrame   mean
 * @param energy            mean over the frames that have one
 * @param styleDifference   the same
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ConsistencyReport(
        long frames,
        Diff source,
        Diff result,
        Double excess,
        Double warpedError,
        Double warpedError10,
        Double unwarpedError,
        Double sourceWarpedError,
        Double sharpness,
        Double secondsPerFrame,
        Double energy,
        Double styleDifference) {
    /** Mean, population variance and pixel variance of Diff, in units of the 8-bit range. */
    public record Diff(double mean, double variance, double pixelVariance) {
        static Diff of(FrameDifference.Summary summary) {
            return summary.pairs() == 0 ? null : new Diff(summary.mean(), summary.variance(), summary.pixelVariance());
        }
    }
}
