package org.zvideo.video.strokes;

import org.zvideo.core.image.FloatImage;

/**
 * What a painting lost in the autoencoder. One more row and column repeat the last ones, so that places between pixels can be
 * interpolated up to the edge.
 *
 * @param stride numbers in a row: three for each of its pixels, one more pixel than the painting has
 * @param values red, green, blue of each pixel, row by row
 * @param scale  pixels of this for each pixel inside the model
 */
record LostDetail(int stride, float[] values, double scale) {
    /**
     * The difference of two pictures of the same size.
     *
     * @param painting  as it is
     * @param roundTrip as the autoencoder gives it back
     */
    static LostDetail of(FloatImage painting, FloatImage roundTrip) {
        int width = painting.width();
        int height = painting.height();
        if (roundTrip.width() != width || roundTrip.height() != height) {
            throw new IllegalArgumentException("a painting of " + width + "x" + height + " with a round trip of "
                    + roundTrip.width() + "x" + roundTrip.height());
        }
        int stride = 3 * (width + 1);
        float[] values = new float[stride * (height + 1)];
        for (int y = 0; y <= height; y++) {
            for (int x = 0; x <= width; x++) {
                for (int c = 0; c < 3; c++) {
                    int from = 3 * (Math.min(y, height - 1) * width + Math.min(x, width - 1)) + c;
                    values[y * stride + 3 * x + c] =
                            painting.values()[from] - roundTrip.values()[from];
                }
            }
        }
        return new LostDetail(stride, values, 1);
    }
}
