package org.zvideo.video.report;

import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * What a copy of the source would score as a result. A number is null if there were too few frames for it.
 *
 * @param sigma mean deviation of the blur, in pixels of the result; null for the source itself
 * @param diff mean of Diff
 * @param warpedError mean over the frames, gap 1
 * @param warpedError10 mean over the frames, gap 10
 * @param sharpness mean variance of the Laplacian
 * @param style mean share of the source's distance from the style; null if no style is known
 * @param motion how much of the source's motion it follows
 * @param flicker mean change of pixels that stand still in the source
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Baseline(
        Double sigma,
        Double diff,
        Double warpedError,
        Double warpedError10,
        Double sharpness,
        Double style,
        Double motion,
        Double flicker) {
    /**
     * The two copies that stand beside a result.
     *
     * @param source the source itself
     * @param blurred the source, blurred to the sharpness of the result: what blur alone would win
     */
    public record Rows(Baseline source, Baseline blurred) {}
}
