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
        /**
         * Dense inverse search, OpenCV's medium preset. That one looks at every second pixel of each row and column; in reduced
         * frames, which have no pixels to spare, every one is looked at with less effort for each.
         */
        DIS {
            @Override
            void find(Mat from, Mat to, Mat flow, boolean reduced) {
                DISOpticalFlow search = DISOpticalFlow.create(DISOpticalFlow.PRESET_MEDIUM);
                if (reduced) {
                    search.setFinestScale(0);
                    search.setPatchStride(5);
                    search.setGradientDescentIterations(12);
                    search.setVariationalRefinementIterations(3);
                }
                search.calc(from, to, flow);
            }
        },
        /** Farneback's polynomial expansion: an opinion that shares nothing with dense inverse search. */
        FARNEBACK {
            @Override
            void find(Mat from, Mat to, Mat flow, boolean reduced) {
                calcOpticalFlowFarneback(from, to, flow, 0.5, 3, 15, 3, 5, 1.2, 0);
            }
        };

        abstract void find(Mat from, Mat to, Mat flow, boolean reduced);
    }

    /**
     * Finds where the pixels of {@code from} are in {@code to}, both gray.
     *
     * @param reduced whether they were made smaller for the search
     * @return a field that the caller closes
     */
    static FlowField between(NativePicture from, NativePicture to, Kind kind, boolean reduced) {
        WindowlessOpenCv.use();
        try (PointerScope scope = new PointerScope()) {
            Mat flow = new Mat();
            kind.find(padded(from.mat()), padded(to.mat()), flow, reduced);
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
