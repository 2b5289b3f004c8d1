package org.zvideo.video.picture;

import static org.bytedeco.opencv.global.opencv_core.CV_8UC3;
import static org.bytedeco.opencv.global.opencv_imgproc.cvtColor;

import java.nio.ByteBuffer;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.zvideo.core.image.RgbImage;

/** Converts pictures to and from OpenCV matrices. Matrices belong to the caller's {@code PointerScope}. */
public final class OpenCvImages {
    private OpenCvImages() {}

    /** A matrix of 8-bit gray. */
    public static Mat gray(RgbImage image) {
        return converted(image, opencv_imgproc.COLOR_RGB2GRAY);
    }

    /** A matrix of 8-bit BGR, OpenCV's own order. */
    public static Mat bgr(RgbImage image) {
        return converted(image, opencv_imgproc.COLOR_RGB2BGR);
    }

    /** The picture in a matrix of 8-bit BGR. */
    public static RgbImage image(Mat bgr) {
        Mat rgb = new Mat();
        cvtColor(bgr, rgb, opencv_imgproc.COLOR_BGR2RGB);
        RgbImage image = new RgbImage(rgb.cols(), rgb.rows());
        rgb.<ByteBuffer>createBuffer().get(image.pixels());
        return image;
    }

    /** A matrix of 8-bit RGB, in the picture's own order. */
    static Mat rgb(RgbImage image) {
        Mat rgb = new Mat(image.height(), image.width(), CV_8UC3);
        rgb.<ByteBuffer>createBuffer().put(image.pixels());
        return rgb;
    }

    private static Mat converted(RgbImage image, int conversion) {
        Mat result = new Mat();
        cvtColor(rgb(image), result, conversion);
        return result;
    }
}
