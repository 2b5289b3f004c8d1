package org.zvideo.video.report;

import org.zvideo.video.flow.FlowWarp;

/** Root mean square of F_i minus F_{i−gap} warped by the source's flow, over visible pixels, frames in [0, 1]. */
final class WarpedError {
    private WarpedError() {
    }

    /** NaN if no pixel is visible. */
    static double of(float[] frame, float[] earlier, FlowWarp warp) {
        double squares = 0;
        long count = 0;
        for (int pixel = 0; pixel < frame.length / 3; pixel++) {
            if (warp.visible(pixel)) {
                for (int channel = 0; channel < 3; channel++) {
                    double difference = frame[3 * pixel + channel] - warp.warped(earlier, pixel, channel);
                    squares += difference * difference;
                }
                count += 3;
            }
        }
        return Math.sqrt(squares / count);
    }

    /** The same without warping: what a frozen picture would win and a moving one must not. */
    static double unwarped(float[] frame, float[] earlier) {
        double squares = 0;
        for (int n = 0; n < frame.length; n++) {
            double difference = frame[n] - earlier[n];
            squares += difference * difference;
        }
        return Math.sqrt(squares / frame.length);
    }
}
