package org.zvideo.video.strokes;

import static org.bytedeco.opencv.global.opencv_core.CV_32F;
import static org.bytedeco.opencv.global.opencv_imgproc.GaussianBlur;

import java.nio.FloatBuffer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Size;
import org.zvideo.core.image.FloatPlane;
import org.zvideo.core.image.RgbImage;

/** Finds where the fine detail of a frame stands out from its surroundings, as eyes do in a face. Grass does not: it is fine all over. */
public final class FineDetail {
    /** Standard deviations in pixels: of what is not fine, of a place, and of its surroundings. */
    private static final double FINE = 1.5;

    private static final double NEAR = 2;
    private static final double FAR = 16;
    /** Contrast that nobody sees, of squares of values in 0…1: around a place a little more, so that noise does not stand out. */
    private static final float NEAR_NOTHING = 1e-6f;

    private static final float FAR_NOTHING = 1e-5f;

    private static final float RED = 0.299f;
    private static final float GREEN = 0.587f;
    private static final float BLUE = 0.114f;
    private static final float LEVELS = 255;

    private FineDetail() {}

    /**
     * How much of the strokes may lie over each pixel, so that what stands out stays: √(around/here), at most 1, of the mean
     * squares of the fine detail around the pixel and here.
     *
     * @param frame in the size inside the model
     */
    public static FloatPlane share(RgbImage frame) {
        float[] gray = new float[frame.width() * frame.height()];
        for (int n = 0; n < gray.length; n++) {
            gray[n] = (RED * frame.at(n, 0) + GREEN * frame.at(n, 1) + BLUE * frame.at(n, 2)) / LEVELS;
        }
        float[] coarse = blurred(gray, frame, FINE);
        float[] fine = new float[gray.length];
        for (int n = 0; n < gray.length; n++) {
            fine[n] = (gray[n] - coarse[n]) * (gray[n] - coarse[n]);
        }
        float[] here = blurred(fine, frame, NEAR);
        float[] around = blurred(fine, frame, FAR);
        float[] share = new float[gray.length];
        for (int n = 0; n < share.length; n++) {
            share[n] = (float) Math.min(1, Math.sqrt((around[n] + FAR_NOTHING) / (here[n] + NEAR_NOTHING)));
        }
        return new FloatPlane(frame.width(), frame.height(), share);
    }

    private static float[] blurred(float[] plane, RgbImage size, double deviation) {
        try (PointerScope scope = new PointerScope()) {
            Mat mat = new Mat(size.height(), size.width(), CV_32F);
            mat.<FloatBuffer>createBuffer().put(plane);
            Mat soft = new Mat();
            GaussianBlur(mat, soft, new Size(0, 0), deviation);
            float[] values = new float[plane.length];
            soft.<FloatBuffer>createBuffer().get(values);
            return values;
        }
    }
}
