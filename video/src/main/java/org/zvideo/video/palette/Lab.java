package org.zvideo.video.palette;

import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import org.zvideo.core.image.FloatImage;

/**
 * CIE L*a*b* of sRGB colors under D65: L in 0…100, a and b about −110…110. Own code, because OpenCV's conversion there and back
 * is off by up to 1.2 of 255 levels in floating point; this one by less than 0.01.
 */
final class Lab {
    /** What is less dark than this, as a share of white, follows the cube root. */
    private static final double DARK = 0.008856;

    private static final double SLOPE = 7.787;
    private static final double OFFSET = 16.0 / 116;
    private static final double WHITE_X = 0.950456;
    private static final double WHITE_Z = 1.088754;

    private static final Curve LINEAR = new Curve(v -> v <= 0.04045 ? v / 12.92 : Math.pow((v + 0.055) / 1.055, 2.4));
    private static final Curve ENCODED =
            new Curve(v -> v <= 0.0031308 ? 12.92 * v : 1.055 * Math.pow(v, 1 / 2.4) - 0.055);
    private static final Curve ROOT = new Curve(v -> v > DARK ? Math.cbrt(v) : SLOPE * v + OFFSET);

    /** A function on 0…1, linear between 16,385 places. */
    private static final class Curve {
        private static final int STEPS = 16_384;
        private final float[] values = new float[STEPS + 2];

        private Curve(DoubleUnaryOperator function) {
            for (int n = 0; n <= STEPS; n++) {
                values[n] = (float) function.applyAsDouble((double) n / STEPS);
            }
            values[STEPS + 1] = values[STEPS];
        }

        /** The value at a place, or at the end that is nearer. */
        private float at(float place) {
            float x = STEPS * Math.max(0, Math.min(1, place));
            int low = (int) x;
            return values[low] + (x - low) * (values[low + 1] - values[low]);
        }
    }

    private Lab() {}

    /** The colors of a picture: L, a, b of each pixel. */
    static float[] of(FloatImage image) {
        float[] rgb = image.values();
        float[] colors = new float[rgb.length];
        int row = 3 * image.width();
        IntStream.range(0, image.height()).parallel().forEach(y -> {
            for (int n = y * row; n < (y + 1) * row; n += 3) {
                float red = LINEAR.at((rgb[n] + 1) / 2);
                float green = LINEAR.at((rgb[n + 1] + 1) / 2);
                float blue = LINEAR.at((rgb[n + 2] + 1) / 2);
                float x = ROOT.at((float) ((0.412453 * red + 0.357580 * green + 0.180423 * blue) / WHITE_X));
                float light = ROOT.at((float) (0.212671 * red + 0.715160 * green + 0.072169 * blue));
                float z = ROOT.at((float) ((0.019334 * red + 0.119193 * green + 0.950227 * blue) / WHITE_Z));
                colors[n] = 116 * light - 16;
                colors[n + 1] = 500 * (x - light);
                colors[n + 2] = 200 * (light - z);
            }
        });
        return colors;
    }

    /** Writes a color as red, green and blue in −1…1, clamped, to three places of an array. */
    static void toRgb(float l, float a, float b, float[] out, int at) {
        double light = (l + 16) / 116;
        double x = WHITE_X * linear(light + a / 500);
        double y = linear(light);
        double z = WHITE_Z * linear(light - b / 200);
        out[at] = encoded(3.240479 * x - 1.537150 * y - 0.498535 * z);
        out[at + 1] = encoded(-0.969256 * x + 1.875991 * y + 0.041556 * z);
        out[at + 2] = encoded(0.055648 * x - 0.204043 * y + 1.057311 * z);
    }

    private static double linear(double root) {
        return root > SLOPE * DARK + OFFSET ? root * root * root : (root - OFFSET) / SLOPE;
    }

    private static float encoded(double share) {
        return 2 * ENCODED.at((float) share) - 1;
    }
}
