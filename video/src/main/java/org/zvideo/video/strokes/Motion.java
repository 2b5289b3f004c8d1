package org.zvideo.video.strokes;

import org.zvideo.core.image.RgbImage;
import org.zvideo.video.flow.FlowWarp;

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
        for (int pixel = 0; pixel < pixels; pixel++) {
            x[pixel] = (float) warp.originX(pixel);
            y[pixel] = (float) warp.originY(pixel);
            trusted[pixel] = warp.visible(pixel) && difference(frame, earlier, warp, pixel) < CHANGED;
        }
        return new Motion(frame.width(), x, y, trusted);
    }

    private static double difference(RgbImage frame, RgbImage earlier, FlowWarp warp, int pixel) {
        double sum = 0;
        for (int c = 0; c < 3; c++) {
            sum += Math.abs(frame.at(pixel, c) - warp.warped(earlier::at, pixel, c));
        }
        return sum / 3;
    }
}
