package org.zvideo.video.flow;

import static org.bytedeco.opencv.global.opencv_core.CV_8UC3;
import static org.bytedeco.opencv.global.opencv_imgproc.COLOR_RGB2GRAY;
import static org.bytedeco.opencv.global.opencv_imgproc.cvtColor;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_video.DISOpticalFlow;
import org.zvideo.core.RgbImage;

/** Dense inverse search (OpenCV's DIS, medium preset). */
public final class OpticalFlow {
    private OpticalFlow() {
    }

    /** Where the pixels of {@code from} are in {@code to}. */
    public static FlowField between(RgbImage from, RgbImage to) {
        try (PointerScope scope = new PointerScope()) {
            Mat flow = new Mat();
            DISOpticalFlow.create(DISOpticalFlow.PRESET_MEDIUM).calc(gray(from), gray(to), flow);
            float[] vectors = new float[2 * from.width() * from.height()];
            flow.<FloatBuffer>createBuffer().get(vectors);
            return new FlowField(from.width(), from.height(), vectors);
        }
    }

    private static Mat gray(RgbImage image) {
        Mat rgb = new Mat(image.height(), image.width(), CV_8UC3);
        rgb.<ByteBuffer>createBuffer().put(image.pixels());
        Mat gray = new Mat();
        cvtColor(rgb, gray, COLOR_RGB2GRAY);
        return gray;
    }
}
