package org.zvideo.video.strokes;

import org.zvideo.core.image.RgbImage;
import org.zvideo.video.flow.FlowWarp;
import org.zvideo.video.picture.NativePicture;

/**
 * Where the pixels of a frame were in the frame before.
 *
 * @param width   in pixels
 * @param x       of each pixel, row by row: its column in the frame before, between pixels as a rule
 * @param y       the same for its row
 * @param trusted of each pixel: whether it was visible there, and looked the same
 */
public record Motion(int width, float[] x, float[] y, boolean[] trusted) {
    /** The mean difference of the colors, out of 255, from which on a pixel is not the same any more. */
    private static final double CHANGED = 32;

    /**
     * The motion between two frames.
     *
     * @param warp from the earlier frame to the frame; in the size of both
     */
    public static Motion of(FlowWarp warp, RgbImage frame, RgbImage earlier) {
        int pixels = frame.width() * frame.height();
        float[] x = new float[pixels];
        float[] y = new float[pixels];
        boolean[] trusted = new boolean[pixels];
        int width = frame.width();
        double[] colors = new double[3 * width];
        try (NativePicture before = NativePicture.of(earlier)) {
            for (int row = 0; row < frame.height(); row++) {
                warp.warped(before, row, colors);
                for (int column = 0; column < width; column++) {
                    int pixel = row * width + column;
                    x[pixel] = (float) warp.originX(pixel);
                    y[pixel] = (float) warp.originY(pixel);
                    trusted[pixel] = warp.visible(pixel) && difference(frame, pixel, colors, column) < CHANGED;
                }
            }
        }
        return new Motion(frame.width(), x, y, trusted);
    }

    private static double difference(RgbImage frame, int pixel, double[] colors, int column) {
        double sum = 0;
        for (int c = 0; c < 3; c++) {
            sum += Math.abs(frame.at(pixel, c) - colors[3 * column + c]);
        }
        return sum / 3;
    }
}
