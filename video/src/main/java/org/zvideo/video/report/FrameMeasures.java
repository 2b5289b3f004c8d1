package org.zvideo.video.report;

/**
 * Measures of how a frame was made. A value is null where there was nothing to measure: the model's for frames between key
 * frames, those of strokes without strokes.
 *
 * @param energy mean energy E of its steps
 * @param styleDifference Eq. 14 at the last step in which styles act
 * @param strokesKept share of the patches whose strokes are those of the frame before; 0 for the first frame of a shot
 * @param strokeCost mean distance between patches of the picture and the places of the painting that their strokes are from
 */
public record FrameMeasures(Double energy, Double styleDifference, Double strokesKept, Double strokeCost) {
    public static final FrameMeasures NONE = new FrameMeasures(null, null, null, null);

    /** Creates measures from numbers, of which NaN means none. */
    public static FrameMeasures of(double energy, double styleDifference) {
        return new FrameMeasures(
                Double.isNaN(energy) ? null : energy,
                Double.isNaN(styleDifference) ? null : styleDifference,
                null,
                null);
    }

    /** The same with measures of strokes. */
    public FrameMeasures withStrokes(double kept, double cost) {
        return new FrameMeasures(energy, styleDifference, kept, cost);
    }
}
