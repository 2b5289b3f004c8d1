package org.zvideo.core;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Notices a frame whose result is far from those of its shot before it: one more than {@value #FACTOR} times the median of
 * theirs. Attention across frames feeds back, and once it runs away it does not return by itself.
 */
final class RunawayGuard {
    private static final double FACTOR = 3;
    /** This many frames have to be known before one is judged. */
    private static final int JUDGED_BY = 3;

    private final List<Double> measures = new ArrayList<>();

    /** Whether a frame with this measure runs away. */
    boolean runsAway(double measure) {
        return measures.size() >= JUDGED_BY && measure > FACTOR * median();
    }

    /** The median of the frames so far. */
    double median() {
        double[] sorted = history();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /** Takes the measure of a frame as it stays. */
    void add(double measure) {
        measures.add(measure);
    }

    /** Goes back to where the measures were those. */
    void restore(double[] history) {
        measures.clear();
        for (double measure : history) {
            measures.add(measure);
        }
    }

    /** The measures of all frames so far, in their order. */
    double[] history() {
        return measures.stream().mapToDouble(measure -> measure).toArray();
    }
}
