package org.zvideo.video.strokes;

import static org.bytedeco.opencv.global.opencv_core.CV_32FC3;
import static org.bytedeco.opencv.global.opencv_imgproc.GaussianBlur;

import java.nio.FloatBuffer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Size;
import org.zvideo.core.image.FloatImage;
import org.zvideo.core.image.Resized;

/**
 * What a painting lost in the autoencoder. A margin repeats the pixels at the edges, so that places between pixels can be
 * interpolated everywhere.
 *
 * @param stride numbers in a row: three for each of its pixels, those of the margin included
 * @param values red, green, blue of each pixel, row by row
 * @param scale  pixels of this for each pixel inside the model, at least 1
 */
record LostDetail(int stride, float[] values, double scale) {
    /** Pixels of which a place between pixels is interpolated, in each direction. */
    static final int TAPS = 4;

    /** Pixels of the margin before the first one; there is one more behind the last. */
    private static final int MARGIN = 1;
    /** Standard deviation in pixels. */
    private static final double SOFTNESS = 0.6;

    /**
     * The difference of a painting from its round trip.
     *
     * @param painting  at the size inside the model or larger
     * @param roundTrip as the autoencoder gives it back
     */
    static LostDetail of(FloatImage painting, FloatImage roundTrip) {
        int width = painting.width();
        int height = painting.height();
        if (width < roundTrip.width() || height < roundTrip.height()) {
            throw new IllegalArgumentException("a painting of " + width + "x" + height + " with a round trip of "
                    + roundTrip.width() + "x" + roundTrip.height());
        }
        float[] lost = soft(difference(painting, roundTrip), width, height);
        int stride = 3 * (width + TAPS - 1);
        float[] values = new float[stride * (height + TAPS - 1)];
        for (int n = 0; n < values.length; n++) {
            int y = Math.max(0, Math.min(height - 1, n / stride - MARGIN));
            int x = Math.max(0, Math.min(width - 1, n % stride / 3 - MARGIN));
            values[n] = lost[3 * (y * width + x) + n % 3];
        }
        return new LostDetail(stride, values, width / (double) roundTrip.width());
    }

    /** The weights of the pixels around a place between two of them (Keys' cubic with a = −1/2). */
    static float[] weights(double fraction) {
        double t = fraction;
        return new float[] {
            (float) (((-0.5 * t + 1) * t - 0.5) * t),
            (float) ((1.5 * t - 2.5) * t * t + 1),
            (float) (((-1.5 * t + 2) * t + 0.5) * t),
            (float) ((0.5 * t - 0.5) * t * t)
        };
    }

    private static float[] difference(FloatImage painting, FloatImage roundTrip) {
        int width = painting.width();
        int height = painting.height();
        Resized.Rows enlarged = Resized.of(roundTrip, width, height).rows(0, height);
        float[] values = new float[3 * width * height];
        float[] passed = new float[3 * width];
        for (int y = 0; y < height; y++) {
            enlarged.read(y, passed);
            for (int n = 0; n < passed.length; n++) {
                values[3 * y * width + n] = painting.values()[3 * y * width + n] - passed[n];
            }
        }
        return values;
    }

    /**
     * What is finer than two pixels would be sharp where strokes lie on pixels and gone where they lie between them, and shimmer
     * while the film moves.
     */
    private static float[] soft(float[] values, int width, int height) {
        try (PointerScope scope = new PointerScope()) {
            Mat lost = new Mat(height, width, CV_32FC3);
            lost.<FloatBuffer>createBuffer().put(values);
            Mat soft = new Mat();
            GaussianBlur(lost, soft, new Size(0, 0), SOFTNESS);
            float[] result = new float[values.length];
            soft.<FloatBuffer>createBuffer().get(result);
            return result;
        }
    }

    /** The nearest place at which the given number of pixels lies inside the painting. */
    double insideColumn(double x, int length) {
        return Math.max(0, Math.min(stride / 3 - (TAPS - 1) - length, x));
    }

    /** The nearest place at which the given number of pixels lies inside the painting. */
    double insideRow(double y, int length) {
        return Math.max(0, Math.min(values.length / stride - (TAPS - 1) - length, y));
    }
}
