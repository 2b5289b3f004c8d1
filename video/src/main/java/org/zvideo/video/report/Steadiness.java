package org.zvideo.video.report;

import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * Measures of how a result holds together, of a frame or of all frames, that blur and a frozen picture do not win. A value is null
 * where there was nothing to measure it on.
 *
 * @param sourceWarpedError10 warped error of the source, gap 10
 * @param warpedErrorOther    warped error along a flow of another kind, gap 1
 * @param motion              Σ P·(F_i − F_{i−1}) / Σ P² over visible pixels that move by more than one pixel, with P = W F_{i−1} −
 *                            F_{i−1}: 1 moves as the film moves, less sticks to the screen
 * @param flicker             mean change of pixels that stand still in the source, for frames in [0, 1]
 * @param ghost               root mean square, over pixels that were hidden in the frame before, of the difference from the
 *                            reference, for frames in [0, 1]; from the third frame of a shot
 * @param sharpnessRatioNone  the result's share of the reference's sharpness
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Steadiness(
        Double sourceWarpedError10,
        Double warpedErrorOther,
        Double motion,
        Double flicker,
        Double ghost,
        Double sharpnessRatioNone) {
    /** Nothing was measured. */
    public static final Steadiness NONE = new Steadiness(null, null, null, null, null, null);
}
