package org.zvideo.video.detail;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.zvideo.core.image.FloatImage;

/**
 * What the model's autoencoder makes of a frame, guessed without running it: of each pixel's color and of the mean colors of four
 * windows around it, by the linear map that was right for a frame nearby. It costs a few hundredths of a second, where
 * encoding and decoding a frame of 456×256 costs a third of one, and has a tenth of the squared error of the frame itself.
 *
 * <p>The bits do not depend on the number of threads.
 */
public final class RoundTripKernel {
    /** How far each window reaches from its pixel, in pixels inside the model. */
    private static final int[] RADII = {1, 2, 3, 5};
    /** For each pixel, the colors of itself and of the windows, and 1. */
    private static final int TERMS = 3 * (RADII.length + 1) + 1;

    private static final double RIDGE = 1e-6;

    /** For each term, its weights for red, green and blue. */
    private final double[][] weights;

    private RoundTripKernel(double[][] weights) {
        this.weights = weights;
    }

    /**
     * Fits a kernel, by least squares.
     *
     * @param frame     a frame in the size inside the model
     * @param roundTrip the same, encoded and decoded again
     */
    public static RoundTripKernel fit(FloatImage frame, FloatImage roundTrip) {
        Terms terms = new Terms(frame);
        double[][][] rows = IntStream.range(0, frame.height())
                .parallel()
                .mapToObj(y -> terms.equations(y, roundTrip))
                .toArray(double[][][]::new);
        double[][] sum = new double[TERMS][TERMS + 3];
        for (double[][] row : rows) {
            for (int i = 0; i < TERMS; i++) {
                for (int j = 0; j < TERMS + 3; j++) {
                    sum[i][j] += row[i][j];
                }
            }
        }
        for (int i = 0; i < TERMS; i++) {
            sum[i][i] += RIDGE * frame.width() * frame.height();
        }
        return new RoundTripKernel(solved(sum));
    }

    /** Solves positive definite equations, of which the last three columns are the right sides (Gauss and Jordan). */
    private static double[][] solved(double[][] equations) {
        for (int pivot = 0; pivot < TERMS; pivot++) {
            double[] with = equations[pivot];
            double scale = 1 / with[pivot];
            for (int j = pivot; j < with.length; j++) {
                with[j] *= scale;
            }
            for (int i = 0; i < TERMS; i++) {
                double share = equations[i][pivot];
                for (int j = pivot; i != pivot && j < with.length; j++) {
                    equations[i][j] -= share * with[j];
                }
            }
        }
        return Arrays.stream(equations)
                .map(row -> Arrays.copyOfRange(row, TERMS, TERMS + 3))
                .toArray(double[][]::new);
    }

    /** The round trip of another frame, as far as it is like the one that the kernel was fitted to. */
    public FloatImage of(FloatImage frame) {
        Terms terms = new Terms(frame);
        float[] values = new float[frame.values().length];
        IntStream.range(0, frame.height()).parallel().forEach(y -> {
            double[] at = new double[TERMS];
            for (int pixel = y * frame.width(); pixel < (y + 1) * frame.width(); pixel++) {
                terms.read(pixel, at);
                for (int c = 0; c < 3; c++) {
                    double sum = 0;
                    for (int i = 0; i < TERMS; i++) {
                        sum += weights[i][c] * at[i];
                    }
                    values[3 * pixel + c] = (float) sum;
                }
            }
        });
        return new FloatImage(frame.width(), frame.height(), values);
    }

    /** What the kernel weighs, for each pixel of a frame. */
    private static final class Terms {
        private final int width;
        /** One plane for each term but the last. */
        private final float[][] planes;

        private Terms(FloatImage frame) {
            width = frame.width();
            float[][] colors = new float[3][width * frame.height()];
            for (int n = 0; n < frame.values().length; n++) {
                colors[n % 3][n / 3] = frame.values()[n];
            }
            planes = IntStream.range(0, TERMS - 1)
                    .parallel()
                    .mapToObj(term -> term < 3
                            ? colors[term]
                            : new BoxMean(width, frame.height(), RADII[term / 3 - 1]).of(colors[term % 3]))
                    .toArray(float[][]::new);
        }

        private void read(int pixel, double[] out) {
            for (int i = 0; i < planes.length; i++) {
                out[i] = planes[i][pixel];
            }
            out[planes.length] = 1;
        }

        /** Sums over a row: products of terms, and products of terms with the wanted colors. */
        private double[][] equations(int y, FloatImage wanted) {
            double[][] sums = new double[TERMS][TERMS + 3];
            double[] at = new double[TERMS + 3];
            for (int pixel = y * width; pixel < (y + 1) * width; pixel++) {
                read(pixel, at);
                for (int c = 0; c < 3; c++) {
                    at[TERMS + c] = wanted.values()[3 * pixel + c];
                }
                for (int i = 0; i < TERMS; i++) {
                    for (int j = 0; j < TERMS + 3; j++) {
                        sums[i][j] += at[i] * at[j];
                    }
                }
            }
            return sums;
        }
    }
}
