package org.zvideo.video.report;

/**
 * Measures that the model itself provides for a frame. A value is null if it provides none, as for frames between key
 * frames and for frames of an earlier run.
 *
 * @param energy mean energy E of its steps
 * @param styleDifference Eq. 14 at the last step in which styles act
 */
public record FrameMeasures(Double energy, Double styleDifference) {
    public static final FrameMeasures NONE = new FrameMeasures(null, null);

    /** Creates measures from numbers, of which NaN means none. */
    public static FrameMeasures of(double energy, double styleDifference) {
        return new FrameMeasures(
                Double.isNaN(energy) ? null : energy, Double.isNaN(styleDifference) ? null : styleDifference);
    }
}
