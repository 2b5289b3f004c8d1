package org.zvideo.video.report;

import static org.bytedeco.opencv.global.opencv_core.CV_64F;
import static org.bytedeco.opencv.global.opencv_core.meanStdDev;
import static org.bytedeco.opencv.global.opencv_imgproc.Laplacian;

import java.nio.DoubleBuffer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.opencv_core.Mat;
import org.zvideo.core.image.RgbImage;
import org.zvideo.video.picture.OpenCvImages;

/** The variance of the Laplacian of the 8-bit luma, which falls when a picture blurs. */
final class Sharpness {
    private Sharpness() {}

    static double of(RgbImage image) {
        try (PointerScope scope = new PointerScope()) {
            Mat laplacian = new Mat();
            Laplacian(OpenCvImages.gray(image), laplacian, CV_64F);
            Mat mean = new Mat();
            Mat deviation = new Mat();
            meanStdDev(laplacian, mean, deviation);
            double sigma = deviation.<DoubleBuffer>createBuffer().get(0);
            return sigma * sigma;
        }
    }
}
