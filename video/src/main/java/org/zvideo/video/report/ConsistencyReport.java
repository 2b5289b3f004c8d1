package org.zvideo.video.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.zvideo.core.metrics.FrameDifference;

/**
 * The consistency of a result: the measures of METHOD.md §8 over all frames. A number is null if there were too few
 * frames for it.
 *
 * @param frames number of measured frames
 * @param source Diff of the source
 * @param result Diff of the result
 * @param excess the result's mean minus the source's
 * @param warpedError mean over the frames, gap 1
 * @param warpedError10 mean over the frames, gap 10
 * @param unwarpedError mean over the frames, gap 1, without warping
 * @param sourceWarpedError mean warped error of the source, gap 1
 * @param sharpness mean variance of the Laplacian of the result
 * @param secondsPerFrame mean seconds that a frame took
 * @param energy mean energy over the frames that have one
 * @param styleDifference mean style difference over the frames that have one
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
    /** Mean, population variance and pixel variance of Diff, as fractions of the 8-bit range. */
    public record Diff(double mean, double variance, double pixelVariance) {
        static Diff of(FrameDifference.Summary summary) {
            return summary.pairs() == 0 ? null : new Diff(summary.mean(), summary.variance(), summary.pixelVariance());
        }
    }
}
