package org.zvideo.video.flow;

import java.util.BitSet;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Size;

/** A motion for larger or smaller pictures of the same frames. */
public final class ResizedMotion {
    /** What a share of 1 may lack, because it is a sum. */
    private static final double ROUNDING = 4e-5;

    private ResizedMotion() {}

    /**
     * In a smaller picture each pixel moves as those that it covers do in the mean, and is visible where all of them are. In a
     * larger one motion is interpolated, and a pixel is visible where the one that it lies in is.
     *
     * @return a motion that the caller closes
     */
    public static FlowWarp of(FlowWarp motion, int width, int height) {
        FlowField flow = motion.flow();
        if (flow.width() == width && flow.height() == height) {
            return motion.shared();
        }
        boolean smaller = width < flow.width() && height < flow.height();
        return new FlowWarp(
                flow.resized(width, height, smaller ? opencv_imgproc.INTER_AREA : opencv_imgproc.INTER_LINEAR),
                smaller ? coveringVisible(motion, width, height) : withinVisible(motion, width, height));
    }

    private static BitSet coveringVisible(FlowWarp motion, int width, int height) {
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

    private static BitSet withinVisible(FlowWarp motion, int width, int height) {
        int ownWidth = motion.flow().width();
        int ownHeight = motion.flow().height();
        BitSet enlarged = new BitSet(width * height);
        for (int y = 0; y < height; y++) {
            int row = (int) ((long) y * ownHeight / height) * ownWidth;
            for (int x = 0; x < width; x++) {
                enlarged.set(y * width + x, motion.visible(row + (int) ((long) x * ownWidth / width)));
            }
        }
        return enlarged;
    }
}
