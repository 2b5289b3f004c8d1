package org.zvideo.core.metrics;

import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * Diff_i = mean over pixels and channels of |F_i − F_{i−1}|, frames in [0, 1], and its statistics over a video
 * (METHOD.md §8).
 */
public final class FrameDifference {
    private float @Nullable [] previous;
    private long pairs;
    private double sum;
    private double sumOfSquares;
    private long elements;
    private double elementSum;
    private double elementSumOfSquares;

    /**
     * Statistics over all pairs so far; NaN without any.
     *
     * @param pairs         number of Diff_i
     * @param mean          of Diff_i
     * @param variance      population variance of Diff_i
     * @param pixelVariance population variance of |F_i − F_{i−1}| over pixels, channels and frames together: the reading
     *                      that fits the paper's Table III
     */
    public record Summary(long pairs, double mean, double variance, double pixelVariance) {}

    /**
     * What one pair of frames adds to the statistics.
     *
     * @param total   sum of |F_i − F_{i−1}| over pixels and channels
     * @param squares sum of their squares
     * @param count   number of values
     */
    public record Pair(double total, double squares, long count) {
        /** Compares a frame with the one before it in its shot, wherever they lie. */
        public static Pair of(Values frame, Values before, int count) {
            double total = 0;
            double squares = 0;
            for (int n = 0; n < count; n++) {
                double difference = Math.abs((double) frame.at(n) - before.at(n));
                total += difference;
                squares += difference * difference;
            }
            return new Pair(total, squares, count);
        }

        /** Diff_i. */
        public double diff() {
            return total / count;
        }
    }

    /** The values of a frame in [0, 1], by their number. */
    @FunctionalInterface
    public interface Values {
        float at(int number);
    }

    /** Adds a frame of [0, 1] values, which is remembered; returns Diff_i unless it is the first of its shot. */
    public OptionalDouble add(float[] frame) {
        float[] before = previous;
        previous = frame;
        if (before == null) {
            return OptionalDouble.empty();
        }
        if (before.length != frame.length) {
            throw new IllegalArgumentException("frame of " + frame.length + " values after one of " + before.length);
        }
        return OptionalDouble.of(add(n -> frame[n], n -> before[n], frame.length));
    }

    /** Adds a frame and the one before it in its shot, wherever they lie; returns Diff_i. */
    public double add(Values frame, Values before, int count) {
        return add(Pair.of(frame, before, count));
    }

    /** Adds a pair that was compared elsewhere; returns Diff_i. */
    public double add(Pair pair) {
        double diff = pair.diff();
        pairs++;
        sum += diff;
        sumOfSquares += diff * diff;
        elements += pair.count();
        elementSum += pair.total();
        elementSumOfSquares += pair.squares();
        return diff;
    }

    /** A cut: the next frame is the first of a shot. */
    public void cut() {
        previous = null;
    }

    public Summary summary() {
        return new Summary(
                pairs,
                sum / pairs,
                variance(sum, sumOfSquares, pairs),
                variance(elementSum, elementSumOfSquares, elements));
    }

    private static double variance(double sum, double sumOfSquares, long count) {
        double mean = sum / count;
        return Math.max(0, sumOfSquares / count - mean * mean);
    }
}
