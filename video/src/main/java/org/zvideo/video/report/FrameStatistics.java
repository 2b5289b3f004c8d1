package org.zvideo.video.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;

/**
 * The measurements of one frame. A value is null if the frame has no counterpart to compare it with.
 *
 * @param frame index, from 0
 * @param time of the frame in the source, in seconds
 * @param cut true if a shot starts here, except for the first frame
 * @param sourceDiff Diff_i of the source
 * @param diff Diff_i of the result
 * @param warpedError warped error of the result, gap 1
 * @param warpedError10 warped error of the result, gap 10
 * @param unwarpedError error of the result without warping, gap 1
 * @param sourceWarpedError warped error of the source, gap 1
 * @param steadiness what blur and a frozen picture do not win
 * @param sharpness variance of the Laplacian of the result
 * @param sourceSharpness variance of the Laplacian of the source at the result's size
 * @param sharpnessRatio the result's share of the source's sharpness; null if the source is flat
 * @param style distance from the styles as a share of the source's; null for frames on which it is not measured
 * @param content distance from the content; null for frames on which it is not measured
 * @param seconds time that the frame took
 * @param energy mean energy of its steps
 * @param styleDifference Eq. 14 at the last step in which styles act
 * @param strokesKept share of the patches whose strokes are those of the frame before
 * @param strokeCost mean distance between patches and the places of the painting that their strokes are from
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
        @JsonUnwrapped Steadiness steadiness,
        Double sharpness,
        Double sourceSharpness,
        Double sharpnessRatio,
        Double style,
        Double content,
        Double seconds,
        Double energy,
        Double styleDifference,
        Double strokesKept,
        Double strokeCost) {}
