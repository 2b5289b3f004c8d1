package org.zvideo.video.report;

import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * What is measured at one frame; null where a frame has no partner.
 *
 * @param frame            index, from 0
 * @param time             of the frame in the source, in seconds
 * @param sourceDiff       Diff_i of the source
 * @param diff             Diff_i of the result
 * @param warpedError      of the result, gap 1
 * @param warpedError10    of the result, gap 10
 * @param unwarpedError    of the result, gap 1
 * @param sourceWarpedError of the source, gap 1
 * @param sharpness        variance of the Laplacian of the result
 * @param seconds          that the frame took
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record FrameStatistics(long frame, double time, Double sourceDiff, Double diff, Double warpedError,
                              Double warpedError10, Double unwarpedError, Double sourceWarpedError, double sharpness,
                              double seconds) {
}
