package org.zvideo.video.study;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Judges whether a way to hold frames together is better than attention and energy, on every clip with every style. Each bound is
 * there because something useless passes the others: blur and a frozen picture lower every error.
 *
 * @param none the row without ties
 * @param full the row with attention and energy
 */
public record Gate(StudyRow none, StudyRow full) {
    static final String WARPED = "warpedError";
    static final String WARPED_10 = "warpedError10";
    static final String OTHER = "warpedErrorOther";
    static final String MOTION = "motion";
    static final String GHOST = "ghost";
    static final String SHARPNESS = "sharpnessRatioNone";
    static final String STYLE = "styleRatioNone";
    static final String CONTENT = "contentRatioNone";

    private static final double UNTOUCHED_GHOST = 0.002;

    /** The gate of a table, if both rows that it compares with are in it. */
    public static Optional<Gate> of(List<StudyRow> rows) {
        return row(rows, ClipRows.UNTIED)
                .flatMap(none -> row(rows, Variant.OURS).map(full -> new Gate(none, full)));
    }

    /** The row that is to pass: the transport along the flow, and the default method in a table without it. */
    public Optional<StudyRow> candidate(List<StudyRow> rows) {
        return row(rows, ClipRows.FLOW).or(() -> row(rows, Variant.OURS));
    }

    private static Optional<StudyRow> row(List<StudyRow> rows, String id) {
        return rows.stream().filter(row -> row.id().equals(id)).findFirst();
    }

    /** Whether a row is one that the others are compared with. */
    public boolean isYardstick(StudyRow row) {
        return row.id().equals(none.id()) || row.id().equals(full.id());
    }

    /** Whether every clip with every style holds every bound. */
    public boolean passes(StudyRow row) {
        return row.cells().stream().allMatch(cell -> failures(cell).isEmpty());
    }

    /** The names of the measures whose bounds do not hold somewhere, each once. */
    public List<String> failing(StudyRow row) {
        return row.cells().stream()
                .flatMap(cell -> failures(cell).stream())
                .map(Failure::measure)
                .distinct()
                .toList();
    }

    /** One line for each clip with each style. */
    public List<String> verdicts(StudyRow row) {
        return row.cells().stream()
                .map(cell -> {
                    List<String> wrong =
                            failures(cell).stream().map(Failure::words).toList();
                    return "gate: " + row.label() + ", " + cell.content() + ", " + cell.style() + ": "
                            + (wrong.isEmpty() ? "passes" : "fails: " + String.join("; ", wrong));
                })
                .toList();
    }

    /**
     * A bound that does not hold.
     *
     * @param words value and bound
     */
    private record Failure(String measure, String words) {}

    private List<Failure> failures(StudyRow.Cell cell) {
        Map<String, Double> untied = measures(none, cell);
        Map<String, Double> tied = measures(full, cell);
        Bounds bounds = new Bounds(cell.measures());
        bounds.atMost(WARPED, scaled(tied.get(WARPED), 0.85));
        bounds.atMost(WARPED_10, scaled(tied.get(WARPED_10), 0.95));
        bounds.atLeast(SHARPNESS, 0.97);
        bounds.atLeast(STYLE, 0.95);
        bounds.atMost(STYLE, 1.05);
        bounds.atMost(CONTENT, 1.05);
        bounds.atMost(GHOST, ofGhost(tied.get(GHOST)));
        if (tied.containsKey(MOTION)) { // else nothing moves
            bounds.atLeast(MOTION, tied.get(MOTION));
        }
        bounds.below(OTHER, untied.get(OTHER));
        return bounds.failures;
    }

    private static Map<String, Double> measures(StudyRow row, StudyRow.Cell like) {
        return row.cell(like.content(), like.style())
                .map(StudyRow.Cell::measures)
                .orElse(Map.of());
    }

    private static Double ofGhost(Double tied) {
        return tied != null && tied == 0 ? Double.valueOf(UNTOUCHED_GHOST) : scaled(tied, 0.5);
    }

    private static Double scaled(Double value, double by) {
        return value == null ? null : Double.valueOf(value * by);
    }

    /** The bounds of one clip with one style. A measure that could not be taken holds none. */
    private static final class Bounds {
        private final Map<String, Double> measures;
        private final List<Failure> failures = new ArrayList<>();

        private Bounds(Map<String, Double> measures) {
            this.measures = measures;
        }

        private void atMost(String measure, Double limit) {
            Double value = measures.get(measure);
            judge(measure, value, "above", limit, known(value, limit) && value <= limit);
        }

        private void atLeast(String measure, Double limit) {
            Double value = measures.get(measure);
            judge(measure, value, "below", limit, known(value, limit) && value >= limit);
        }

        private void below(String measure, Double limit) {
            Double value = measures.get(measure);
            judge(measure, value, "not below", limit, known(value, limit) && value < limit);
        }

        private static boolean known(Double value, Double limit) {
            return value != null && limit != null;
        }

        private void judge(String measure, Double value, String wrong, Double limit, boolean holds) {
            if (!holds) {
                failures.add(new Failure(
                        measure,
                        known(value, limit)
                                ? String.format(Locale.ROOT, "%s %.4g is %s %.4g", measure, value, wrong, limit)
                                : measure + " could not be measured"));
            }
        }
    }
}
