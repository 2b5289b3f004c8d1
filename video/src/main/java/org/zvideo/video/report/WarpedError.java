package org.zvideo.video.report;

import org.zvideo.video.flow.FlowWarp;
import org.zvideo.video.picture.NativePicture;

/**
 * The root mean square of F_i minus F_{i−gap} warped by the source's flow, over visible pixels, for frames in [0, 1].
 */
final class WarpedError {
    private static final double LEVELS = 255;

    private WarpedError() {}

    /** The warped error, or NaN if no pixel is visible. */
    static double of(NativePicture frame, NativePicture earlier, FlowWarp warp) {
        double squares = 0;
        long count = 0;
        double[] colors = new double[3];
        for (int pixel = 0; pixel < frame.width() * frame.height(); pixel++) {
            if (warp.visible(pixel)) {
                warp.warped(earlier, pixel, colors);
                for (int channel = 0; channel < 3; channel++) {
                    double difference = frame.at(pixel, channel) - colors[channel];
                    squares += difference * difference;
                }
                count += 3;
            }
        }
        return Math.sqrt(squares / count) / LEVELS;
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
}
