package org.zvideo.video.report;

/**
 * What the model says about a frame; null where it says nothing, as for frames between key frames and such as an earlier
 * run made.
 *
 * @param energy          mean energy E of its steps
 * @param styleDifference Eq. 14 at the last step in which styles act
 */
public record FrameMeasures(Double energy, Double styleDifference) {
    public static final FrameMeasures NONE = new FrameMeasures(null, null);

    /** NaN stands for nothing. */
    public static FrameMeasures of(double energy, double styleDifference) {
        return new FrameMeasures(
                Double.isNaN(energy) ? null : energy, Double.isNaN(styleDifference) ? null : styleDifference);
    }
}
