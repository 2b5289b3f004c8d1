package org.zvideo.video.flow;

import static org.bytedeco.opencv.global.opencv_core.CV_32F;
import static org.bytedeco.opencv.global.opencv_imgproc.GaussianBlur;

import java.nio.FloatBuffer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Size;
import org.zvideo.core.image.RgbImage;

/**
 * Computes the result of a frame from those of the two key frames around it. Each is moved as the source moved, and
 * they are blended according to their distance in time and to how reliable the motion is at each pixel.
 */
public final class Propagation {
    /** The weight of a pixel that was hidden in the key frame. */
    private static final double HIDDEN = 0.01;
    /** The difference in brightness, out of 255, at which a pixel of the source is hardly the same any more. */
    private static final double STRANGE = 16;

    private static final double LEAST = 1e-4;
    /** Standard deviation in pixels. */
    private static final double SOFTNESS = 1.5;

    private final RgbImage source;

    /** @param source the frame for which a result is wanted */
    public Propagation(RgbImage source) {
        this.source = source;
    }

    /** A key frame: its source and its result. */
    public record Key(RgbImage source, RgbImage result) {}

    /**
     * Computes the result.
     *
     * @param before the key frame before
     * @param after the key frame after
     * @param share the frame's position between them, 0…1
     */
    public RgbImage between(Key before, Key after, double share) {
        try (Moved first = new Moved(before);
                Moved second = new Moved(after)) {
            return between(first, second, share);
        }
    }

    private RgbImage between(Moved first, Moved second, double share) {
        RgbImage image = new RgbImage(source.width(), source.height());
        for (int pixel = 0; pixel < source.width() * source.height(); pixel++) {
            double a = (1 - share) * first.trust[pixel];
            double b = share * second.trust[pixel];
            double part = b / (a + b);
            for (int c = 0; c < 3; c++) {
                image.pixels()[3 * pixel + c] =
                        (byte) Math.round((1 - part) * first.result(pixel, c) + part * second.result(pixel, c));
            }
        }
        return image;
    }

    /** A key frame, warped to the frame. */
    private final class Moved implements AutoCloseable {
        private final Key key;
        private final FlowWarp warp;
        private final float[] trust;

        private Moved(Key key) {
            this.key = key;
            this.warp = FlowWarp.between(source, key.source());
            this.trust = new float[source.width() * source.height()];
            for (int pixel = 0; pixel < trust.length; pixel++) {
                trust[pixel] = trust(pixel);
            }
            soften(trust);
        }

        private double result(int pixel, int channel) {
            return warp.warped(key.result()::at, pixel, channel);
        }

        @Override
        public void close() {
            warp.close();
        }

        private float trust(int pixel) {
            double difference = 0;
            for (int c = 0; c < 3; c++) {
                difference += Math.abs(source.at(pixel, c) - warp.warped(key.source()::at, pixel, c)) / 3;
            }
            double same = Math.exp(-difference * difference / (2 * STRANGE * STRANGE));
            return (float) ((warp.visible(pixel) ? 1 : HIDDEN) * same + LEAST);
        }
    }

    /** Smooths the weights: neighbors with very different weights would leave ragged edges. */
    private void soften(float[] values) {
        try (PointerScope scope = new PointerScope()) {
            Mat map = new Mat(source.height(), source.width(), CV_32F);
            map.<FloatBuffer>createBuffer().put(values);
            Mat soft = new Mat();
            GaussianBlur(map, soft, new Size(0, 0), SOFTNESS);
            soft.<FloatBuffer>createBuffer().get(values);
        }
    }
}
