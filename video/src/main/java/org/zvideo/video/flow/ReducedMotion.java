package org.zvideo.video.flow;

import java.util.BitSet;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Size;

/** A motion for smaller pictures of the same frames. */
public final class ReducedMotion {
    /** What a share of 1 may lack, because it is a sum. */
    private static final double ROUNDING = 4e-5;

    private ReducedMotion() {}

    /**
     * Each pixel moves as those that it covers do in the mean, and is visible where all of them are.
     *
     * @return a motion that the caller closes
     */
    public static FlowWarp of(FlowWarp motion, int width, int height) {
        return new FlowWarp(motion.flow().reduced(width, height), visible(motion, width, height));
    }

    private static BitSet visible(FlowWarp motion, int width, int height) {
        try (PointerScope scope = new PointerScope()) {
            Mat whole = MovedPictures.visible(
                    motion, motion.flow().width(), motion.flow().height());
            Mat shares = new Mat();
            opencv_imgproc.resize(whole, shares, new Size(width, height), 0, 0, opencv_imgproc.INTER_AREA);
            float[] values = MovedPictures.values(shares);
            BitSet reduced = new BitSet(values.length);
            for (int pixel = 0; pixel < values.length; pixel++) {
                reduced.set(pixel, values[pixel] > 1 - ROUNDING);
            }
            return reduced;
        }
    }
}
