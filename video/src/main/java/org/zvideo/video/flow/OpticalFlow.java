package org.zvideo.video.flow;


import java.nio.FloatBuffer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_video.DISOpticalFlow;
import org.zvideo.core.RgbImage;
import org.zvideo.video.Mats;

/** Dense inverse search (OpenCV's DIS, medium preset). */
public final class OpticalFlow {
    private OpticalFlow() {
    }

    /** Where the pixels of {@code from} are in {@code to}. */
    public static FlowField between(RgbImage from, RgbImage to) {
        try (PointerScope scope = new PointerScope()) {
            Mat flow = new Mat();
            DISOpticalFlow.create(DISOpticalFlow.PRESET_MEDIUM).calc(Mats.gray(from), Mats.gray(to), flow);
            float[] vectors = new float[2 * from.width() * from.height()];
            flow.<FloatBuffer>createBuffer().get(vectors);
            return new FlowField(from.width(), from.height(), vectors);
        }
    }
}
