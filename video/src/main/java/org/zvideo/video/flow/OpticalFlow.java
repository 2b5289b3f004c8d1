package org.zvideo.video.flow;

import static org.bytedeco.opencv.global.opencv_core.BORDER_REPLICATE;
import static org.bytedeco.opencv.global.opencv_core.copyMakeBorder;

import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Rect;
import org.bytedeco.opencv.opencv_video.DISOpticalFlow;
import org.zvideo.video.picture.NativePicture;

/** Dense inverse search (OpenCV's DIS, medium preset). */
public final class OpticalFlow {
    private static final int SMALLEST = 32;

    private OpticalFlow() {}

    /**
     * Finds where the pixels of {@code from} are in {@code to}, both gray.
     *
     * @return a field that the caller closes
     */
    public static FlowField between(NativePicture from, NativePicture to) {
        try (PointerScope scope = new PointerScope()) {
            Mat flow = new Mat();
            DISOpticalFlow.create(DISOpticalFlow.PRESET_MEDIUM).calc(padded(from.mat()), padded(to.mat()), flow);
            boolean whole = flow.cols() == from.width() && flow.rows() == from.height();
            return new FlowField(
                    from.width(),
                    from.height(),
                    whole ? flow : new Mat(flow, new Rect(0, 0, from.width(), from.height())).clone());
        }
    }

    /** Repeats the edge up to the smallest size that OpenCV's pyramid can handle. */
    private static Mat padded(Mat gray) {
        int right = Math.max(0, SMALLEST - gray.cols());
        int below = Math.max(0, SMALLEST - gray.rows());
        if (right == 0 && below == 0) {
            return gray;
        }
        Mat wide = new Mat();
        copyMakeBorder(gray, wide, 0, below, 0, right, BORDER_REPLICATE);
        return wide;
    }
}
