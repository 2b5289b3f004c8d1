package org.zvideo.video.flow;


import static org.bytedeco.opencv.global.opencv_core.BORDER_REPLICATE;
import static org.bytedeco.opencv.global.opencv_core.copyMakeBorder;

import java.nio.FloatBuffer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_video.DISOpticalFlow;
import org.zvideo.core.RgbImage;
import org.zvideo.video.picture.Mats;

/** Dense inverse search (OpenCV's DIS, medium preset). */
public final class OpticalFlow {
    private static final int SMALLEST = 32;

    private OpticalFlow() {
    }

    /** Where the pixels of {@code from} are in {@code to}. */
    public static FlowField between(RgbImage from, RgbImage to) {
        try (PointerScope scope = new PointerScope()) {
            Mat flow = new Mat();
            DISOpticalFlow.create(DISOpticalFlow.PRESET_MEDIUM).calc(gray(from), gray(to), flow);
            float[] vectors = new float[2 * from.width() * from.height()];
            FloatBuffer all = flow.createBuffer();
            for (int y = 0; y < from.height(); y++) {
                all.position(2 * y * flow.cols()).get(vectors, 2 * y * from.width(), 2 * from.width());
            }
            return new FlowField(from.width(), from.height(), vectors);
        }
    }

    /** Its edge repeated to the smallest size that OpenCV's pyramid survives. */
    private static Mat gray(RgbImage image) {
        Mat gray = Mats.gray(image);
        int right = Math.max(0, SMALLEST - image.width());
        int below = Math.max(0, SMALLEST - image.height());
        if (right == 0 && below == 0) {
            return gray;
        }
        Mat wide = new Mat();
        copyMakeBorder(gray, wide, 0, below, 0, right, BORDER_REPLICATE);
        return wide;
    }
}
