package org.zvideo.video.flow;

import java.util.Optional;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.zvideo.core.image.FloatImage;
import org.zvideo.core.image.FloatPlane;

/**
 * Carries earlier results along the motion of the source into the result R of a frame, so that tone and palette do not flicker:
 *
 * <pre>
 *  D = τ ⊙ (W O′ − R),  L = τ ⊙ (G * D),  O = R + a·L + b·(D − L)
 * </pre>
 *
 * O′ is the result of the frame before, already carried; W looks it up along the motion (bicubic), τ is the {@link Trust} in
 * that motion, G a Gaussian, ⊙ a product at each pixel. With b = 0 only the low band is carried: edges and strokes are the
 * frame's own then, so nothing is resampled twice, but strokes that the model paints elsewhere in every frame boil. Where τ is 0, O is R to the last bit. As a &lt; 1, an error decays.
 *
 * <p>With an older result O″, ten frames back or so, slow drift is held as well:
 *
 * <pre>  O = R + min(a, 0.95 − c·τ″)·L + b·(D − L) + c·A,  A = τ″ ⊙ (G * (τ″ ⊙ (W″ O″ − R))),  c = 0.2</pre>
 *
 * @param low   a, 0 to 0.95
 * @param high  b, 0 to 0.9
 * @param width standard deviation of G in pixels, for a picture of 270 lines; it grows with the short side
 */
public record Transport(double low, double high, double width) {
    /** The default: tone and palette, and nearly as much of the strokes, which a model would place otherwise in every frame. */
    public static final Transport DEFAULT = new Transport(0.9, 0.8, 2.6);

    private static final double OLDER_SHARE = 0.2;
    private static final double MOST = 0.95;

    /** The same, with no more carried than a share of both bands. */
    public Transport atMost(double share) {
        return new Transport(Math.min(low, share), Math.min(high, share), width);
    }

    /**
     * A result that is carried.
     *
     * @param picture O′
     * @param motion  from its frame to the frame
     * @param trust   τ
     */
    public record Carried(FloatImage picture, FlowWarp motion, FloatPlane trust) {}

    /**
     * The result with what is carried of earlier ones.
     *
     * @param result R
     * @param before the result of the frame before
     * @param older  one from longer ago; empty for none
     */
    public FloatImage into(FloatImage result, Carried before, Optional<Carried> older) {
        try (PointerScope scope = new PointerScope()) {
            float[] own = result.values();
            float[] all = difference(result, before);
            float[] lowBand = lowBand(result, before, all);
            Optional<float[]> olderBand = older.map(carried -> lowBand(result, carried, difference(result, carried)));
            float[] values = new float[own.length];
            for (int n = 0; n < values.length; n++) {
                float share = (float) low;
                float added = 0;
                if (olderBand.isPresent()) {
                    float trust = older.get().trust().values()[n / 3];
                    share = (float) Math.min(low, MOST - OLDER_SHARE * trust);
                    added = (float) OLDER_SHARE * olderBand.get()[n];
                }
                values[n] = own[n] + share * lowBand[n] + (float) high * (all[n] - lowBand[n]) + added;
            }
            return new FloatImage(result.width(), result.height(), values);
        }
    }

    /** D. */
    private static float[] difference(FloatImage result, Carried carried) {
        float[] difference = MovedPictures.values(
                MovedPictures.moved(MovedPictures.of(carried.picture()), carried.motion(), opencv_imgproc.INTER_CUBIC));
        for (int n = 0; n < difference.length; n++) {
            difference[n] = carried.trust().values()[n / 3] * (difference[n] - result.values()[n]);
        }
        return difference;
    }

    /** L. */
    private float[] lowBand(FloatImage result, Carried carried, float[] difference) {
        Mat mat = MovedPictures.of(new FloatImage(result.width(), result.height(), difference));
        float[] low = MovedPictures.values(
                MovedPictures.blurred(mat, width * MovedPictures.scale(result.width(), result.height())));
        for (int n = 0; n < low.length; n++) {
            low[n] *= carried.trust().values()[n / 3];
        }
        return low;
    }
}
