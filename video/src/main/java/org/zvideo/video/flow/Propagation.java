package org.zvideo.video.flow;

import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.zvideo.core.image.FloatImage;
import org.zvideo.core.image.FloatPlane;
import org.zvideo.core.image.RgbImage;

/**
 * Makes what belongs to a frame from what belongs to the two key frames around it. Each is moved as the source moved, and
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

    /**
     * The source of a key frame.
     *
     * @param image  the source
     * @param motion from there to the frame between; it stays the caller's
     */
    public record KeySource(RgbImage image, FlowWarp motion) {}

    private final RgbImage source;
    private final FlowWarp before;
    private final FlowWarp after;
    /** For each pixel, the part 0…1 that comes from the key frame after it. */
    private final double[] parts;

    /**
     * All frames are sources, of one size.
     *
     * @param source the frame
     * @param before the key frame before it
     * @param after  the key frame after it
     * @param share  the frame's position between them, 0…1
     */
    public Propagation(RgbImage source, KeySource before, KeySource after, double share) {
        this.source = source;
        this.before = before.motion();
        this.after = after.motion();
        this.parts = parts(trust(before), trust(after), share);
    }

    private static double[] parts(float[] trustBefore, float[] trustAfter, double share) {
        double[] parts = new double[trustBefore.length];
        for (int pixel = 0; pixel < parts.length; pixel++) {
            double a = (1 - share) * trustBefore[pixel];
            double b = share * trustAfter[pixel];
            parts[pixel] = b / (a + b);
        }
        return parts;
    }

    /** A picture, from those of the key frames; all in the size of the sources. */
    public FloatImage picture(FloatImage ofBefore, FloatImage ofAfter) {
        try (PointerScope scope = new PointerScope()) {
            return new FloatImage(
                    source.width(), source.height(), blended(MovedPictures.of(ofBefore), MovedPictures.of(ofAfter)));
        }
    }

    /** A number for each pixel, from those of the key frames; all in the size of the sources. */
    public FloatPlane plane(FloatPlane ofBefore, FloatPlane ofAfter) {
        try (PointerScope scope = new PointerScope()) {
            return new FloatPlane(
                    source.width(), source.height(), blended(MovedPictures.of(ofBefore), MovedPictures.of(ofAfter)));
        }
    }

    private float[] blended(Mat ofBefore, Mat ofAfter) {
        float[] a = moved(ofBefore, before);
        float[] b = moved(ofAfter, after);
        int channels = ofBefore.channels();
        for (int n = 0; n < a.length; n++) {
            double part = parts[n / channels];
            a[n] = (float) ((1 - part) * a[n] + part * b[n]);
        }
        return a;
    }

    private static float[] moved(Mat picture, FlowWarp motion) {
        return MovedPictures.values(MovedPictures.moved(picture, motion, opencv_imgproc.INTER_LINEAR));
    }

    /** How far the motion to a key frame is to be believed at each pixel. */
    private float[] trust(KeySource key) {
        try (PointerScope scope = new PointerScope()) {
            float[] looked = moved(MovedPictures.of(key.image()), key.motion());
            float[] trust = new float[source.width() * source.height()];
            for (int pixel = 0; pixel < trust.length; pixel++) {
                double difference = 0;
                for (int c = 0; c < 3; c++) {
                    difference += Math.abs(source.at(pixel, c) - looked[3 * pixel + c]) / 3;
                }
                double same = Math.exp(-difference * difference / (2 * STRANGE * STRANGE));
                trust[pixel] = (float) ((key.motion().visible(pixel) ? 1 : HIDDEN) * same + LEAST);
            }
            return softened(trust);
        }
    }

    /** Smooths the weights: neighbors with very different weights would leave ragged edges. */
    private float[] softened(float[] values) {
        FloatPlane map = new FloatPlane(source.width(), source.height(), values);
        return MovedPictures.values(MovedPictures.blurred(MovedPictures.of(map), SOFTNESS));
    }
}
