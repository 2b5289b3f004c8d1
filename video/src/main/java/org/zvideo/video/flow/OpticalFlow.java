package org.zvideo.video.flow;

import static org.bytedeco.opencv.global.opencv_core.BORDER_REPLICATE;
import static org.bytedeco.opencv.global.opencv_core.copyMakeBorder;
import static org.bytedeco.opencv.global.opencv_video.calcOpticalFlowFarneback;

import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Rect;
import org.bytedeco.opencv.opencv_video.DISOpticalFlow;
import org.zvideo.video.picture.NativePicture;

/** Dense optical flow by OpenCV. */
public final class OpticalFlow {
    private static final int SMALLEST = 32;

    private OpticalFlow() {}

    /** How motion is found. */
    public enum Kind {
        /** Dense inverse search, OpenCV's medium preset. */
        DIS {
            @Override
            void find(Mat from, Mat to, Mat flow) {
                DISOpticalFlow.create(DISOpticalFlow.PRESET_MEDIUM).calc(from, to, flow);
            }
        },
        /** Farneback's polynomial expansion: an opinion that shares nothing with dense inverse search. */
        FARNEBACK {
            @Override
            void find(Mat from, Mat to, Mat flow) {
                calcOpticalFlowFarneback(from, to, flow, 0.5, 3, 15, 3, 5, 1.2, 0);
            }
        };

        abstract void find(Mat from, Mat to, Mat flow);
    }

    /**
     * Finds where the pixels of {@code from} are in {@code to}, both gray, by dense inverse search.
     *
     * @return a field that the caller closes
     */
    public static FlowField between(NativePicture from, NativePicture to) {
        return between(from, to, Kind.DIS);
    }

    /**
     * Finds where the pixels of {@code from} are in {@code to}, both gray.
     *
     * @return a field that the caller closes
     */
    public static FlowField between(NativePicture from, NativePicture to, Kind kind) {
        try (PointerScope scope = new PointerScope()) {
            Mat flow = new Mat();
            kind.find(padded(from.mat()), padded(to.mat()), flow);
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
