package org.zvideo.video.flow;

import java.nio.FloatBuffer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.bytedeco.opencv.opencv_core.Size;
import org.zvideo.core.image.FloatImage;
import org.zvideo.core.image.FloatPlane;
import org.zvideo.core.image.RgbImage;

/**
 * Pictures as OpenCV matrices of floating-point numbers, looked up along a motion and blurred. Matrices belong to the caller's
 * {@code PointerScope}.
 */
final class MovedPictures {
    private static final double LINES = 270;

    private MovedPictures() {}

    /** What widths in pixels of pictures of 270 lines are multiplied by. */
    static double scale(int width, int height) {
        return Math.min(width, height) / LINES;
    }

    /** A picture as it is, three channels. */
    static Mat of(FloatImage picture) {
        return of(picture.values(), picture.width(), picture.height(), opencv_core.CV_32FC3);
    }

    /** A picture in levels 0…255, three channels. */
    static Mat of(RgbImage picture) {
        float[] levels = new float[picture.pixels().length];
        for (int n = 0; n < levels.length; n++) {
            levels[n] = picture.pixels()[n] & 0xff;
        }
        return of(levels, picture.width(), picture.height(), opencv_core.CV_32FC3);
    }

    /** A number for each pixel, one channel. */
    static Mat of(FloatPlane plane) {
        return of(plane.values(), plane.width(), plane.height(), opencv_core.CV_32FC1);
    }

    private static Mat of(float[] values, int width, int height, int type) {
        Mat mat = new Mat(height, width, type);
        mat.<FloatBuffer>createBuffer().put(values);
        return mat;
    }

    /** The numbers of a matrix, row by row. */
    static float[] values(Mat mat) {
        float[] values = new float[Math.toIntExact(mat.total() * mat.channels())];
        new FloatPointer(mat.data()).get(values);
        return values;
    }

    /**
     * Looks each pixel up where the motion leads; the edge of the picture continues outside it.
     *
     * @param interpolation one of OpenCV's {@code INTER_…}
     */
    static Mat moved(Mat picture, FlowWarp motion, int interpolation) {
        int width = picture.cols();
        int pixels = width * picture.rows();
        float[] places = new float[2 * pixels];
        for (int pixel = 0; pixel < pixels; pixel++) {
            places[2 * pixel] = (float) motion.originX(pixel);
            places[2 * pixel + 1] = (float) motion.originY(pixel);
        }
        Mat moved = new Mat();
        opencv_imgproc.remap(
                picture,
                moved,
                of(places, width, picture.rows(), opencv_core.CV_32FC2),
                new Mat(),
                interpolation,
                opencv_core.BORDER_REPLICATE,
                new Scalar());
        return moved;
    }

    /** Blurs with a Gaussian of this standard deviation in pixels. */
    static Mat blurred(Mat picture, double deviation) {
        Mat blurred = new Mat();
        opencv_imgproc.GaussianBlur(picture, blurred, new Size(0, 0), deviation);
        return blurred;
    }

    /** The visible pixels of a motion as ones, the others as zeros, one channel. */
    static Mat visible(FlowWarp motion, int width, int height) {
        float[] visible = new float[width * height];
        for (int pixel = 0; pixel < visible.length; pixel++) {
            visible[pixel] = motion.visible(pixel) ? 1 : 0;
        }
        return of(visible, width, height, opencv_core.CV_32FC1);
    }
}
