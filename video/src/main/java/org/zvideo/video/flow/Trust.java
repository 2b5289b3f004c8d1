package org.zvideo.video.flow;

import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.opencv_core.Mat;
import org.zvideo.core.image.FloatPlane;
import org.zvideo.core.image.RgbImage;

/**
 * How far the motion between two frames is to be believed, at each pixel: not where the pixel was hidden, less near such
 * places, less where it looks different, and less everywhere if the light is another.
 *
 * <pre>  τ = v · clamp(2·G₂ * v − 1, 0, 1) · (G₃ * exp(−d²/512)) · g</pre>
 *
 * <p>v is 1 for visible pixels and 0 for hidden ones, d the mean difference of the channels in levels after both frames were
 * blurred by 1.5 pixels (grain does not count), g = clamp(1 − |difference of the means| / 24, 0, 1). Widths hold at 270 lines
 * and grow with the short side. In hidden pixels trust is exactly 0.
 *
 * @param values    τ, 0…1
 * @param sameLight g
 */
public record Trust(FloatPlane values, double sameLight) {
    private static final double LIGHT = 24;
    /** 2·16²: a difference of 16 levels is hardly the same pixel any more. */
    private static final double STRANGE = 512;

    private static final double HIDDEN_WIDTH = 2;
    private static final double COLOR_WIDTH = 3;

    /**
     * Compares two frames along the motion between them.
     *
     * @param motion  from the earlier frame to the frame
     * @param frame   in the size of the motion
     * @param earlier the same
     */
    public static Trust of(FlowWarp motion, RgbImage frame, RgbImage earlier) {
        int width = frame.width();
        int height = frame.height();
        double scale = MovedPictures.scale(width, height);
        ComparedColors colors = ComparedColors.of(motion, frame, earlier);
        try (PointerScope scope = new PointerScope()) {
            Mat visible = MovedPictures.visible(motion, width, height);
            float[] nearHidden = MovedPictures.values(MovedPictures.blurred(visible, HIDDEN_WIDTH * scale));
            FloatPlane alike = new FloatPlane(width, height, alike(colors.frame(), colors.moved()));
            float[] same = MovedPictures.values(MovedPictures.blurred(MovedPictures.of(alike), COLOR_WIDTH * scale));
            double light = Math.max(0, 1 - Math.abs(mean(colors.frame()) - mean(colors.moved())) / LIGHT);
            float[] trust = new float[width * height];
            for (int pixel = 0; pixel < trust.length; pixel++) {
                float soft = Math.max(0, Math.min(1, 2 * nearHidden[pixel] - 1));
                trust[pixel] = motion.visible(pixel) ? soft * same[pixel] * (float) light : 0;
            }
            return new Trust(new FloatPlane(width, height, trust), light);
        }
    }

    /** Its mean over all pixels. */
    public double mean() {
        return mean(values.values());
    }

    private static float[] alike(float[] now, float[] then) {
        float[] alike = new float[now.length / 3];
        for (int pixel = 0; pixel < alike.length; pixel++) {
            double difference = 0;
            for (int n = 3 * pixel; n < 3 * pixel + 3; n++) {
                difference += Math.abs(now[n] - then[n]) / 3.0;
            }
            alike[pixel] = (float) Math.exp(-difference * difference / STRANGE);
        }
        return alike;
    }

    private static double mean(float[] values) {
        double sum = 0;
        for (float value : values) {
            sum += value;
        }
        return sum / values.length;
    }
}
