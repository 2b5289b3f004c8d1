package org.zvideo.video.detail;

import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.zvideo.core.image.ColorMatrices;
import org.zvideo.core.image.FloatImage;

/**
 * How the colors of a frame become the colors of the picture that the model made of it, around each pixel. In each window the
 * matrix M is the ridge regression of the picture o on the frame's round trip r (a guided filter), and A is the mean of the
 * matrices of all windows around a pixel:
 *
 * <pre>  M = (cov(r, r) + ε·1)⁻¹ cov(r, o),   ‖M‖ ≤ 2 (Frobenius)</pre>
 *
 * <p>Where the picture follows the frame, A recolors the frame's detail; where the style has replaced what was there, A is small.
 * The bits do not depend on the number of threads.
 */
public final class LocalColorMap {
    /** ε for values in −1…1; 0.002 for values in 0…1. */
    static final double EPSILON = 4 * 0.002;

    private static final double RADIUS = 6;
    private static final int SHORT_SIDE_OF_RADIUS = 256;
    /** The largest norm: noise of the source is not blown up. */
    private static final double LARGEST = 2;

    private final int width;
    private final int height;
    private final double epsilon;
    private final BoxMean means;
    /** Means of r, then of o, channel by channel. */
    private final float[][] colors;
    /** Means of the products r_i·r_j with i ≤ j, row by row. */
    private final float[][] squares;
    /** Means of the products r_i·o_j, row by row. */
    private final float[][] products;

    /**
     * A of a picture.
     *
     * @param roundTrip r, the frame encoded and decoded again
     * @param picture   o, what the model made of the frame, of the same size
     * @return matrices of that size
     */
    public static ColorMatrices of(FloatImage roundTrip, FloatImage picture) {
        return of(roundTrip, picture, EPSILON);
    }

    static ColorMatrices of(FloatImage roundTrip, FloatImage picture, double epsilon) {
        if (roundTrip.width() != picture.width() || roundTrip.height() != picture.height()) {
            throw new IllegalArgumentException("a round trip of " + roundTrip.width() + "x" + roundTrip.height()
                    + " and a picture of " + picture.width() + "x" + picture.height() + ": expected the same size");
        }
        return new LocalColorMap(roundTrip, picture, epsilon).matrices();
    }

    private LocalColorMap(FloatImage roundTrip, FloatImage picture, double epsilon) {
        this.width = roundTrip.width();
        this.height = roundTrip.height();
        this.epsilon = epsilon;
        this.means = new BoxMean(width, height, radius(Math.min(width, height)));
        float[] r = roundTrip.values();
        float[] o = picture.values();
        this.colors = planes(6, n -> n < 3 ? mean(r, n) : mean(o, n - 3));
        int[][] pairs = {{0, 0}, {0, 1}, {0, 2}, {1, 1}, {1, 2}, {2, 2}};
        this.squares = planes(6, n -> mean(r, pairs[n][0], r, pairs[n][1]));
        this.products = planes(9, n -> mean(r, n / 3, o, n % 3));
    }

    /** It grows with the picture, so that a window holds the same things at every size. */
    private static int radius(int shortSide) {
        return (int) Math.max(1, Math.rint(RADIUS * shortSide / SHORT_SIDE_OF_RADIUS));
    }

    /** Makes planes, each by one thread. */
    private static float[][] planes(int count, IntFunction<float[]> plane) {
        return IntStream.range(0, count).parallel().mapToObj(plane).toArray(float[][]::new);
    }

    private float[] mean(float[] image, int channel) {
        float[] plane = new float[width * height];
        for (int pixel = 0; pixel < plane.length; pixel++) {
            plane[pixel] = image[3 * pixel + channel];
        }
        return means.of(plane);
    }

    private float[] mean(float[] image, int channel, float[] other, int otherChannel) {
        float[] plane = new float[width * height];
        for (int pixel = 0; pixel < plane.length; pixel++) {
            plane[pixel] = image[3 * pixel + channel] * other[3 * pixel + otherChannel];
        }
        return means.of(plane);
    }

    private ColorMatrices matrices() {
        float[] ofWindows = new float[9 * width * height];
        IntStream.range(0, height).parallel().forEach(y -> {
            for (int pixel = y * width; pixel < (y + 1) * width; pixel++) {
                fit(pixel, ofWindows);
            }
        });
        float[] values = new float[ofWindows.length];
        IntStream.range(0, 9).parallel().forEach(n -> {
            float[] plane = new float[width * height];
            for (int pixel = 0; pixel < plane.length; pixel++) {
                plane[pixel] = ofWindows[9 * pixel + n];
            }
            float[] mean = means.of(plane);
            for (int pixel = 0; pixel < plane.length; pixel++) {
                values[9 * pixel + n] = mean[pixel];
            }
        });
        return new ColorMatrices(width, height, values);
    }

    /** Solves for the matrix of the window around a pixel, by the inverse of the symmetric matrix [a b c; b d e; c e f]. */
    private void fit(int pixel, float[] out) {
        double red = colors[0][pixel];
        double green = colors[1][pixel];
        double blue = colors[2][pixel];
        double a = squares[0][pixel] - red * red + epsilon;
        double b = squares[1][pixel] - red * green;
        double c = squares[2][pixel] - red * blue;
        double d = squares[3][pixel] - green * green + epsilon;
        double e = squares[4][pixel] - green * blue;
        double f = squares[5][pixel] - blue * blue + epsilon;
        double ofA = d * f - e * e;
        double ofB = c * e - b * f;
        double ofC = b * e - c * d;
        double ofD = a * f - c * c;
        double ofE = b * c - a * e;
        double ofF = a * d - b * b;
        double share = 1 / (a * ofA + b * ofB + c * ofC);
        double norm = 0;
        for (int j = 0; j < 3; j++) {
            double mean = colors[3 + j][pixel];
            double x = share * (products[j][pixel] - red * mean);
            double y = share * (products[3 + j][pixel] - green * mean);
            double z = share * (products[6 + j][pixel] - blue * mean);
            norm += store(out, 9 * pixel + j, ofA * x + ofB * y + ofC * z);
            norm += store(out, 9 * pixel + 3 + j, ofB * x + ofD * y + ofE * z);
            norm += store(out, 9 * pixel + 6 + j, ofC * x + ofE * y + ofF * z);
        }
        if (norm > LARGEST * LARGEST) {
            float less = (float) (LARGEST / Math.sqrt(norm));
            for (int n = 9 * pixel; n < 9 * pixel + 9; n++) {
                out[n] *= less;
            }
        }
    }

    /** Stores a value and returns its square. */
    private static double store(float[] out, int at, double value) {
        out[at] = (float) value;
        return value * value;
    }
}
