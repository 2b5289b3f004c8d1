package org.zvideo.core.image;

/**
 * How a row or a column of a picture is brought to another length: which of its values make each value of the result, and with
 * what weights. It is antialiased where it shrinks, and the same as PIL's and LibTorch's resampling.
 */
final class Resampling {
    private static final double CUBIC = -0.5;

    private final int[] first;
    private final float[][] weights;

    /** The kernel that weighs values by their distance. */
    public enum Kernel {
        /** Triangle: never leaves the range of the values. */
        BILINEAR(1),
        /** Keys' cubic with a = −1/2. */
        BICUBIC(2);

        private final int reach;

        Kernel(int reach) {
            this.reach = reach;
        }

        private double at(double distance) {
            double x = Math.abs(distance);
            if (x >= reach) {
                return 0;
            }
            if (this == BILINEAR) {
                return 1 - x;
            }
            return x < 1 ? ((CUBIC + 2) * x - (CUBIC + 3)) * x * x + 1 : (((x - 5) * x + 8) * x - 4) * CUBIC;
        }
    }

    private Resampling(int[] first, float[][] weights) {
        this.first = first;
        this.weights = weights;
    }

    /** From a number of values to another. */
    static Resampling of(int from, int to, Kernel kernel) {
        double scale = (double) from / to;
        double stretch = Math.max(1, scale);
        double reach = kernel.reach * stretch;
        int[] first = new int[to];
        float[][] weights = new float[to][];
        for (int n = 0; n < to; n++) {
            double center = scale * (n + 0.5);
            first[n] = Math.max(0, (int) (center - reach + 0.5));
            int count = Math.min(from, (int) (center + reach + 0.5)) - first[n];
            double[] of = new double[count];
            double sum = 0;
            for (int k = 0; k < count; k++) {
                of[k] = kernel.at((first[n] + k - center + 0.5) / stretch);
                sum += of[k];
            }
            weights[n] = new float[count];
            for (int k = 0; k < count; k++) {
                weights[n][k] = (float) (of[k] / sum);
            }
        }
        return new Resampling(first, weights);
    }

    /** Number of values of the result. */
    int length() {
        return first.length;
    }

    /** The first of the values that make a value of the result. */
    int first(int n) {
        return first[n];
    }

    /** Their weights, which sum to 1. */
    float[] weights(int n) {
        return weights[n];
    }
}
