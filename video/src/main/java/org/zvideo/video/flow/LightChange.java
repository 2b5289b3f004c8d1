package org.zvideo.video.flow;

import org.zvideo.core.image.RgbImage;

/**
 * By what the light of a frame is that of another one: ρ, the ratio of their sums over the visible pixels, both blurred by 1.5
 * pixels. It counts only if light alone explains the change,
 *
 * <pre>  mean |frame − ρ·other| &lt; ½ · mean |frame − other|,</pre>
 *
 * over the visible pixels, and if it lies within bounds; otherwise something else has changed.
 */
public final class LightChange {
    private LightChange() {}

    /**
     * ρ; 1 where light does not explain the change.
     *
     * @param motion from the other frame to the frame
     * @param frame  in the size of the motion
     * @param other  the same
     * @param least  the least ρ that counts
     * @param most   the greatest
     */
    public static double between(FlowWarp motion, RgbImage frame, RgbImage other, double least, double most) {
        ComparedColors colors = ComparedColors.of(motion, frame, other);
        double ratio = ratio(motion, colors.frame(), colors.moved());
        boolean counts = ratio >= least && ratio <= most;
        return counts && explains(motion, colors.frame(), colors.moved(), ratio) ? ratio : 1;
    }

    private static double ratio(FlowWarp motion, float[] now, float[] then) {
        double here = 0;
        double there = 0;
        for (int n = 0; n < now.length; n++) {
            if (motion.visible(n / 3)) {
                here += now[n];
                there += then[n];
            }
        }
        return here / Math.max(1e-3, there);
    }

    private static boolean explains(FlowWarp motion, float[] now, float[] then, double ratio) {
        double left = 0;
        double whole = 0;
        for (int n = 0; n < now.length; n++) {
            if (motion.visible(n / 3)) {
                left += Math.abs(now[n] - ratio * then[n]);
                whole += Math.abs(now[n] - then[n]);
            }
        }
        return left < 0.5 * whole;
    }
}
