package org.zvideo.video.report;

import static org.bytedeco.opencv.global.opencv_core.CV_64F;
import static org.bytedeco.opencv.global.opencv_core.CV_8UC3;
import static org.bytedeco.opencv.global.opencv_core.meanStdDev;
import static org.bytedeco.opencv.global.opencv_imgproc.COLOR_RGB2GRAY;
import static org.bytedeco.opencv.global.opencv_imgproc.Laplacian;
import static org.bytedeco.opencv.global.opencv_imgproc.cvtColor;

import java.nio.ByteBuffer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.opencv_core.Mat;
import org.zvideo.core.RgbImage;

/** Variance of the Laplacian of the 8-bit luma: falls when a picture blurs. */
final class Sharpness {
    private Sharpness() {
    }

    static double of(RgbImage image) {
        try (PointerScope scope = new PointerScope()) {
            Mat rgb = new Mat(image.height(), image.width(), CV_8UC3);
            rgb.<ByteBuffer>createBuffer().put(image.pixels());
            Mat gray = new Mat();
            cvtColor(rgb, gray, COLOR_RGB2GRAY);
            Mat laplacian = new Mat();
            Laplacian(gray, laplacian, CV_64F);
            Mat mean = new Mat();
            Mat deviation = new Mat();
            meanStdDev(laplacian, mean, deviation);
            double sigma = deviation.createBuffer() instanceof java.nio.DoubleBuffer values ? values.get(0) : Double.NaN;
            return sigma * sigma;
        }
    }
}
