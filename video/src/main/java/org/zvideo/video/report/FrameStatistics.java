package org.zvideo.video.report;

import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * What is measured at one frame; null where a frame has no partner.
 *
 * @param frame            index, from 0
 * @param time             of the frame in the source, in seconds
 * @param cut              true where a shot begins, after the first frame
 * @param sourceDiff       Diff_i of the source
 * @param diff             Diff_i of the result
 * @param warpedError      of the result, gap 1
 * @param warpedError10    of the result, gap 10
 * @param unwarpedError    of the result, gap 1
 * @param sourceWarpedError of the source, gap 1
 * @param sharpness        variance of the Laplacian of the result
 * @param seconds          that the frame took
 * @param energy           mean energy of its steps
 * @param styleDifference  Eq. 14 at the last step in which styles act
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record FrameStatistics(
        long frame,
        double time,
        Boolean cut,
        Double sourceDiff,
        Double diff,
        Double warpedError,
        Double warpedError10,
        Double unwarpedError,
        Double sourceWarpedError,
        double sharpness,
        Double seconds,
        Double energy,
        Double styleDifference) {}
