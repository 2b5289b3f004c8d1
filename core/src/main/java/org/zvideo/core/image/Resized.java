package org.zvideo.core.image;

import org.zvideo.core.image.Resampling.Kernel;

/**
 * A picture, a plane or matrices brought to another size. The result is made row by row as it is asked for, so that it takes no
 * memory of its own however large it is. Several threads may ask at a time.
 */
public final class Resized {
    private final float[] values;
    private final int width;
    private final int channels;
    private final Resampling across;
    private final Resampling down;

    private Resized(float[] values, int width, int height, int channels, int newWidth, int newHeight, Kernel kernel) {
        this.values = values;
        this.width = width;
        this.channels = channels;
        this.across = Resampling.of(width, newWidth, kernel);
        this.down = Resampling.of(height, newHeight, kernel);
    }

    /** A picture, bicubic: rows of 3·width values. */
    public static Resized of(FloatImage image, int width, int height) {
        return new Resized(image.values(), image.width(), image.height(), 3, width, height, Kernel.BICUBIC);
    }

    /** Matrices, bilinear: rows of 9·width values. */
    public static Resized of(ColorMatrices matrices, int width, int height) {
        return new Resized(matrices.values(), matrices.width(), matrices.height(), 9, width, height, Kernel.BILINEAR);
    }

    /** A plane, bilinear: rows of width values. */
    public static Resized of(FloatPlane plane, int width, int height) {
        return new Resized(plane.values(), plane.width(), plane.height(), 1, width, height, Kernel.BILINEAR);
    }

    /** The rows from one to before another. */
    public Rows rows(int from, int to) {
        return new Rows(from, to);
    }

    /** Some of the rows. It holds those of the picture that they are made of, brought to the new width. */
    public final class Rows {
        private final int firstHeld;
        private final float[][] held;

        private Rows(int from, int to) {
            int last = to - 1;
            firstHeld = down.first(from);
            held = new float[down.first(last) + down.weights(last).length - firstHeld][];
            for (int row = 0; row < held.length; row++) {
                held[row] = wide(firstHeld + row);
            }
        }

        /** Writes a row of the result to the beginning of an array. */
        public void read(int row, float[] out) {
            float[] weights = down.weights(row);
            int first = down.first(row) - firstHeld;
            int length = channels * across.length();
            float weight = weights[0];
            float[] of = held[first];
            for (int n = 0; n < length; n++) {
                out[n] = weight * of[n];
            }
            for (int k = 1; k < weights.length; k++) {
                add(weights[k], held[first + k], out, length);
            }
        }

        private static void add(float weight, float[] of, float[] out, int length) {
            for (int n = 0; n < length; n++) {
                out[n] += weight * of[n];
            }
        }

        private float[] wide(int row) {
            float[] out = new float[channels * across.length()];
            for (int x = 0; x < across.length(); x++) {
                float[] weights = across.weights(x);
                int from = channels * (row * width + across.first(x));
                for (int c = 0; c < channels; c++) {
                    float sum = 0;
                    for (int k = 0; k < weights.length; k++) {
                        sum += weights[k] * values[from + channels * k + c];
                    }
                    out[channels * x + c] = sum;
                }
            }
            return out;
        }
    }
}
