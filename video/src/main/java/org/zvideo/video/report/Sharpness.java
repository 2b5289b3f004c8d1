package org.zvideo.video.report;

import static org.bytedeco.opencv.global.opencv_core.CV_64F;
import static org.bytedeco.opencv.global.opencv_core.meanStdDev;
import static org.bytedeco.opencv.global.opencv_imgproc.Laplacian;

import java.nio.DoubleBuffer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.opencv_core.Mat;
import org.zvideo.core.image.RgbImage;
import org.zvideo.video.picture.NativePicture;

/** The variance of the Laplacian of the 8-bit luma, which falls when a picture blurs. */
public final class Sharpness {
    /**
     * The variance that rounding to 8 bits alone gives: 1/12 for each pixel, times the squares of the kernel, 16 + 4 · 1. A
     * source that has no more than that is flat, and nothing is sharp or soft beside it.
     */
    static final double FLAT = 20 / 12.0;

    private Sharpness() {}

    /** The sharpness of a picture. */
    public static double of(RgbImage image) {
        try (NativePicture picture = NativePicture.of(image)) {
            return of(picture);
        }
    }

    /** The sharpness of a picture in RGB. */
    static double of(NativePicture picture) {
        try (NativePicture gray = picture.gray()) {
            return ofGray(gray);
        }
    }

    static double ofGray(NativePicture gray) {
        try (PointerScope scope = new PointerScope()) {
            Mat laplacian = new Mat();
            Laplacian(gray.mat(), laplacian, CV_64F);
            Mat mean = new Mat();
            Mat deviation = new Mat();
            meanStdDev(laplacian, mean, deviation);
            double sigma = deviation.<DoubleBuffer>createBuffer().get(0);
            return sigma * sigma;
        }
    }

    /** A result's sharpness as a share of its source's, or null if the source is flat. */
    public static Double ratio(double result, double source) {
        return source > FLAT ? result / source : null;
    }
}
