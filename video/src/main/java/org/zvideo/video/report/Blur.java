package org.zvideo.video.report;

import static org.bytedeco.opencv.global.opencv_imgproc.GaussianBlur;

import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Size;
import org.zvideo.video.picture.NativePicture;

/** Gaussian blur of 8-bit pictures: what makes any video steadier and shows no style. */
public final class Blur {
    private static final double CLOSE = 0.01;
    private static final int HALVINGS = 12;
    /** A wider blur than this share of the short side changes the sharpness no more. */
    private static final double WIDEST = 0.25;

    private Blur() {}

    /**
     * Blurs a picture.
     *
     * @param sigma deviation of the kernel in pixels; 0 copies the picture
     */
    public static NativePicture of(NativePicture picture, double sigma) {
        try (PointerScope scope = new PointerScope()) {
            if (sigma == 0) {
                return NativePicture.of(picture.mat().clone());
            }
            Mat blurred = new Mat();
            GaussianBlur(picture.mat(), blurred, new Size(0, 0), sigma);
            return NativePicture.of(blurred);
        }
    }

    /** The σ that brings a picture to a sharpness within 1 %, or as near as 8 bits allow; 0 if it is no sharper. */
    static double sigma(NativePicture picture, double sharpness) {
        if (Sharpness.of(picture) <= sharpness) {
            return 0;
        }
        double widest = WIDEST * Math.min(picture.width(), picture.height());
        double low = 0;
        double high = 1;
        while (high < widest && blurred(picture, high) > sharpness) {
            low = high;
            high *= 2;
        }
        for (int n = 0; n < HALVINGS; n++) {
            double middle = (low + high) / 2;
            double reached = blurred(picture, middle);
            if (Math.abs(reached - sharpness) <= CLOSE * sharpness) {
                return middle;
            }
            if (reached > sharpness) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return high;
    }

    private static double blurred(NativePicture picture, double sigma) {
        try (NativePicture blurred = of(picture, sigma)) {
            return Sharpness.of(blurred);
        }
    }
}
