package org.zvideo.video.report;

import org.zvideo.core.image.RgbImage;
import org.zvideo.video.flow.FlowWarp;
import org.zvideo.video.picture.NativePicture;

/**
 * The root mean square of F_i minus F_{i−gap} warped by the source's flow, over visible pixels, for frames in [0, 1].
 */
final class WarpedError {
    private static final double LEVELS = 255;

    private WarpedError() {}

    /** The warped error, or NaN if no pixel is visible. */
    static double of(RgbImage frame, FlowWarp.Values earlier, FlowWarp warp) {
        double squares = 0;
        long count = 0;
        for (int pixel = 0; pixel < frame.width() * frame.height(); pixel++) {
            if (warp.visible(pixel)) {
                for (int channel = 0; channel < 3; channel++) {
                    double difference = frame.at(pixel, channel) - warp.warped(earlier, pixel, channel);
                    squares += difference * difference;
                }
                count += 3;
            }
        }
        return Math.sqrt(squares / count) / LEVELS;
    }

    /** The same without warping: what a frozen picture would win, and a moving one must not win. */
    static double unwarped(RgbImage frame, NativePicture earlier) {
        double squares = 0;
        for (int n = 0; n < frame.pixels().length; n++) {
            double difference = (frame.pixels()[n] & 0xff) - earlier.value(n);
            squares += difference * difference;
        }
        return Math.sqrt(squares / frame.pixels().length) / LEVELS;
    }
}
