package org.zvideo.video.strokes;

import static org.bytedeco.opencv.global.opencv_core.BORDER_DEFAULT;
import static org.bytedeco.opencv.global.opencv_core.CV_32F;
import static org.bytedeco.opencv.global.opencv_core.CV_32FC3;
import static org.bytedeco.opencv.global.opencv_core.extractChannel;
import static org.bytedeco.opencv.global.opencv_imgproc.COLOR_RGB2Lab;
import static org.bytedeco.opencv.global.opencv_imgproc.GaussianBlur;
import static org.bytedeco.opencv.global.opencv_imgproc.Sobel;
import static org.bytedeco.opencv.global.opencv_imgproc.cvtColor;

import java.nio.FloatBuffer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Size;
import org.zvideo.core.image.FloatImage;

/**
 * What pictures are compared by: lightness, the two color axes of Lab, and the gradient of lightness, of the picture blurred by
 * one pixel.
 *
 * @param width  in pixels
 * @param height in pixels
 * @param values {@value #CHANNELS} numbers for each pixel, row by row
 */
record StrokeFeatures(int width, int height, float[] values) {
    /** L, a, b, and the gradient of L along x and y. */
    static final int CHANNELS = 5;

    private static final float LIGHTNESS_RANGE = 100;
    private static final float CHROMA = 0.7f;
    private static final float GRADIENT = 3;
    private static final int SOBEL_SIZE = 3;

    /** The features of a picture; values outside −1…1 count as the nearest inside. */
    static StrokeFeatures of(FloatImage picture) {
        int pixels = picture.width() * picture.height();
        float[] values = new float[CHANNELS * pixels];
        try (PointerScope scope = new PointerScope()) {
            Mat lab = blurredLab(picture);
            Mat lightness = new Mat();
            extractChannel(lab, lightness, 0);
            float[] colors = floats(lab, 3 * pixels);
            float[] alongX = gradient(lightness, 1, 0);
            float[] alongY = gradient(lightness, 0, 1);
            for (int pixel = 0; pixel < pixels; pixel++) {
                System.arraycopy(colors, 3 * pixel, values, CHANNELS * pixel, 3);
                values[CHANNELS * pixel + 3] = alongX[pixel] * GRADIENT;
                values[CHANNELS * pixel + 4] = alongY[pixel] * GRADIENT;
            }
        }
        return new StrokeFeatures(picture.width(), picture.height(), values);
    }

    private static Mat blurredLab(FloatImage picture) {
        float[] rgb = picture.values().clone();
        for (int n = 0; n < rgb.length; n++) {
            rgb[n] = (Math.max(-1, Math.min(1, rgb[n])) + 1) / 2;
        }
        Mat mat = new Mat(picture.height(), picture.width(), CV_32FC3);
        mat.<FloatBuffer>createBuffer().put(rgb);
        Mat lab = new Mat();
        cvtColor(mat, lab, COLOR_RGB2Lab);
        float[] scaled = floats(lab, rgb.length);
        for (int n = 0; n < scaled.length; n++) {
            scaled[n] *= (n % 3 == 0 ? 1 : CHROMA) / LIGHTNESS_RANGE;
        }
        lab.<FloatBuffer>createBuffer().put(scaled);
        Mat blurred = new Mat();
        GaussianBlur(lab, blurred, new Size(0, 0), 1);
        return blurred;
    }

    private static float[] gradient(Mat lightness, int dx, int dy) {
        Mat gradient = new Mat();
        Sobel(lightness, gradient, CV_32F, dx, dy, SOBEL_SIZE, 1, 0, BORDER_DEFAULT);
        return floats(gradient, lightness.rows() * lightness.cols());
    }

    private static float[] floats(Mat mat, int count) {
        float[] values = new float[count];
        mat.<FloatBuffer>createBuffer().get(values);
        return values;
    }

    /** The mean and the spread of each channel. */
    Statistics statistics() {
        double[] mean = new double[CHANNELS];
        double[] deviation = new double[CHANNELS];
        int pixels = width * height;
        for (int n = 0; n < values.length; n++) {
            mean[n % CHANNELS] += values[n];
        }
        for (int c = 0; c < CHANNELS; c++) {
            mean[c] /= pixels;
        }
        for (int n = 0; n < values.length; n++) {
            double difference = values[n] - mean[n % CHANNELS];
            deviation[n % CHANNELS] += difference * difference;
        }
        for (int c = 0; c < CHANNELS; c++) {
            deviation[c] = Math.sqrt(deviation[c] / pixels) + Statistics.LEAST;
        }
        return new Statistics(mean, deviation);
    }

    /**
     * These features with their mean moved to 0 and their deviation to another one. Only differences of features are ever used,
     * so where two pictures' means meet does not matter.
     *
     * @param deviation of each channel afterwards
     */
    StrokeFeatures spread(double[] deviation) {
        Statistics own = statistics();
        float[] moved = new float[values.length];
        for (int n = 0; n < values.length; n++) {
            int c = n % CHANNELS;
            moved[n] = (float) ((values[n] - own.mean()[c]) / own.deviation()[c] * deviation[c]);
        }
        return new StrokeFeatures(width, height, moved);
    }

    /**
     * The statistics of features.
     *
     * @param mean      of each channel
     * @param deviation standard deviation of each channel, never 0
     */
    record Statistics(double[] mean, double[] deviation) {
        private static final double LEAST = 1e-6;

        /** The deviations half-way between two pictures', on a logarithmic scale. */
        double[] meeting(Statistics other) {
            double[] middle = new double[CHANNELS];
            for (int c = 0; c < CHANNELS; c++) {
                middle[c] = Math.sqrt(deviation[c] * other.deviation[c]);
            }
            return middle;
        }
    }
}
