package org.zvideo.video.strokes;

import org.zvideo.core.image.FloatImage;
import org.zvideo.core.image.Resized;

/**
 * What a painting lost in the autoencoder. One more row and column repeat the last ones, so that places between pixels can be
 * interpolated up to the edge.
 *
 * @param stride numbers in a row: three for each of its pixels, one more pixel than the painting has
 * @param values red, green, blue of each pixel, row by row
 * @param scale  pixels of this for each pixel inside the model, at least 1
 */
record LostDetail(int stride, float[] values, double scale) {
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
        Resized.Rows enlarged = Resized.of(roundTrip, width, height).rows(0, height);
        int stride = 3 * (width + 1);
        float[] values = new float[stride * (height + 1)];
        float[] passed = new float[3 * width];
        for (int y = 0; y < height; y++) {
            enlarged.read(y, passed);
            for (int n = 0; n < 3 * width; n++) {
                values[y * stride + n] = painting.values()[3 * y * width + n] - passed[n];
            }
            System.arraycopy(values, y * stride + stride - 6, values, y * stride + stride - 3, 3);
        }
        System.arraycopy(values, (height - 1) * stride, values, height * stride, stride);
        return new LostDetail(stride, values, width / (double) roundTrip.width());
    }

    /** The nearest place at which so many pixels lie inside the painting. */
    double insideColumn(double x, int length) {
        return Math.max(0, Math.min(stride / 3 - 1 - length, x));
    }

    /** The nearest place at which so many pixels lie inside the painting. */
    double insideRow(double y, int length) {
        return Math.max(0, Math.min(values.length / stride - 1 - length, y));
    }
}
