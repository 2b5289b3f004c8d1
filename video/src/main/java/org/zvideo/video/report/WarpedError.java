package org.zvideo.video.report;

import org.zvideo.video.flow.FlowWarp;
import org.zvideo.video.picture.NativePicture;

/**
 * What one pass over the visible pixels of a frame tells of how it follows the source's motion. With W F the earlier frame
 * warped by the source's flow, and P = W F − F what the motion alone would change:
 *
 * @param value     the root mean square of the frame minus W F, for frames in [0, 1]; NaN if no pixel is visible
 * @param followed  Σ P · (frame − F) over the pixels that move by more than one pixel, in squared levels
 * @param predicted Σ P² over the same pixels
 */
record WarpedError(double value, double followed, double predicted) {
    private static final double LEVELS = 255;

    static WarpedError of(NativePicture frame, NativePicture earlier, FlowWarp warp) {
        double squares = 0;
        double followed = 0;
        double predicted = 0;
        long count = 0;
        int width = frame.width();
        double[] colors = new double[3 * width];
        for (int y = 0; y < frame.height(); y++) {
            warp.warped(earlier, y, colors);
            for (int x = 0; x < width; x++) {
                int pixel = y * width + x;
                if (!warp.visible(pixel)) {
                    continue;
                }
                count += 3;
                boolean moves = warp.squaredLength(pixel) > 1;
                for (int channel = 0; channel < 3; channel++) {
                    int now = frame.value(3 * pixel + channel);
                    double warped = colors[3 * x + channel];
                    double difference = now - warped;
                    squares += difference * difference;
                    if (moves) {
                        int before = earlier.value(3 * pixel + channel);
                        double change = warped - before;
                        followed += change * (now - before);
                        predicted += change * change;
                    }
                }
            }
        }
        return new WarpedError(Math.sqrt(squares / count) / LEVELS, followed, predicted);
    }

    /** The value, or null if no pixel is visible. */
    Double known() {
        return Double.isNaN(value) ? null : value;
    }

    /** The same without warping: what a frozen picture would win, and a moving one must not win. */
    static double unwarped(NativePicture frame, NativePicture earlier) {
        int count = 3 * frame.width() * frame.height();
        double squares = 0;
        for (int n = 0; n < count; n++) {
            double difference = frame.value(n) - earlier.value(n);
            squares += difference * difference;
        }
        return Math.sqrt(squares / count) / LEVELS;
    }

    /**
     * How much of the source's motion the frame follows: 1 moves as the source does, 0 sticks to the screen.
     *
     * @return null if nothing moves
     */
    static Double motion(double followed, double predicted) {
        return predicted > 0 ? followed / predicted : null;
    }
}
