package org.zvideo.video.report;

import org.zvideo.core.image.RgbImage;
import org.zvideo.video.flow.FlowWarp;
import org.zvideo.video.picture.NativePicture;

/**
 * What a result shows of what is no longer there, beside a reference: the same model's result in which nothing ties frames
 * together. Where something was hidden in the frame before, no tie has anything to say, so what differs there is left over
 * from what had covered it.
 */
final class Ghost {
    private static final double LEVELS = 255;
    private static final int FEW = 20;

    private Ghost() {}

    /**
     * The root mean square, over pixels that were hidden in the frame before, of a result minus its reference, for frames in
     * [0, 1].
     *
     * @return null if hardly any pixel was hidden
     */
    static Double of(NativePicture result, RgbImage reference, FlowWarp warp) {
        double squares = 0;
        long hidden = 0;
        for (int pixel = 0; pixel < result.width() * result.height(); pixel++) {
            if (!warp.visible(pixel)) {
                hidden++;
                for (int channel = 0; channel < 3; channel++) {
                    double difference = result.at(pixel, channel) - reference.at(pixel, channel);
                    squares += difference * difference;
                }
            }
        }
        return hidden > FEW ? Math.sqrt(squares / (3 * hidden)) / LEVELS : null;
    }
}
