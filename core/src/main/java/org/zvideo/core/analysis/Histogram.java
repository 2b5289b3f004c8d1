package org.zvideo.core.analysis;

import java.util.Arrays;
import java.util.List;

/**
 * Counts over equal bins, the last one closed.
 *
 * @param low    lower end of the first bin
 * @param high   upper end of the last bin
 * @param counts per bin
 */
public record Histogram(double low, double high, long[] counts) {
    /** Histograms of several sets of values over the range of all of them. */
    static List<Histogram> together(List<float[]> sets, int bins) {
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        for (float[] values : sets) {
            for (float value : values) {
                low = Math.min(low, value);
                high = Math.max(high, value);
            }
        }
        double from = low;
        double to = high;
        return sets.stream().map(values -> of(values, from, to, bins)).toList();
    }

    private static Histogram of(float[] values, double low, double high, int bins) {
        long[] counts = new long[bins];
        for (float value : values) {
            int bin = high > low ? (int) ((value - low) / (high - low) * bins) : 0;
            counts[Math.min(bin, bins - 1)]++;
        }
        return new Histogram(low, high, counts);
    }

    /** The middle of a bin. */
    public double middle(int bin) {
        return low + (bin + 0.5) * (high - low) / counts.length;
    }

    public long total() {
        return Arrays.stream(counts).sum();
    }
}
