package org.zvideo.video.report;

import java.util.List;

/**
 * Measures of how a frame was made. A value is null where there was nothing to measure: the model's for frames between key
 * frames, those of strokes without strokes.
 *
 * @param energy mean energy E of its steps
 * @param styleDifference Eq. 14 at the last step in which styles act
 * @param strokesKept share of the patches whose strokes are those of the frame before; 0 for the first frame of a shot
 * @param strokeCost mean distance between patches of the picture and the places of the painting that their strokes are from
 * @param notes what there was to say while it was made, a line each
 */
public record FrameMeasures(
        Double energy, Double styleDifference, Double strokesKept, Double strokeCost, List<String> notes) {
    public static final FrameMeasures NONE = new FrameMeasures(null, null, null, null, List.of());

    public FrameMeasures {
        notes = List.copyOf(notes);
    }

    /** Creates measures from numbers, of which NaN means none. */
    public static FrameMeasures of(double energy, double styleDifference) {
        return new FrameMeasures(
                Double.isNaN(energy) ? null : energy,
                Double.isNaN(styleDifference) ? null : styleDifference,
                null,
                null,
                List.of());
    }

    /** The same with measures of strokes. */
    public FrameMeasures withStrokes(double kept, double cost) {
        return new FrameMeasures(energy, styleDifference, kept, cost, notes);
    }

    /** The same with what there was to say. */
    public FrameMeasures withNotes(List<String> lines) {
        return new FrameMeasures(energy, styleDifference, strokesKept, strokeCost, lines);
    }
}
