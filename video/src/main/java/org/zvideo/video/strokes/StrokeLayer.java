package org.zvideo.video.strokes;

import static org.bytedeco.opencv.global.opencv_core.CV_32F;
import static org.bytedeco.opencv.global.opencv_imgproc.GaussianBlur;
import static org.bytedeco.opencv.global.opencv_imgproc.INTER_AREA;
import static org.bytedeco.opencv.global.opencv_imgproc.INTER_LINEAR;
import static org.bytedeco.opencv.global.opencv_imgproc.resize;

import java.nio.FloatBuffer;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Size;
import org.zvideo.core.image.FloatImage;

/**
 * Lays the brushwork of all patches over each other. Averaging weakens strokes where patches disagree, so their local energy is
 * brought back, at most by a factor.
 */
final class StrokeLayer {
    private static final double SHARPNESS = 1.5;
    private static final double NEIGHBORHOOD = 6;
    private static final float LARGEST_GAIN = 2;
    /** Energy that is nothing: of values in −1…1. */
    private static final float NOTHING = 4e-6f;

    private final Correspondence matches;
    private final LostDetail lost;
    private final double scale;
    /** Sides of the picture inside the model. */
    private final int smallWidth;

    private final int smallHeight;
    private final int width;
    private final int height;
    private final float[] window;
    private final float[] layer;
    /** Of each pixel: the weighted mean of the squares that were averaged, and the square of their average. */
    private final float[] before;

    private final float[] after;

    private StrokeLayer(Correspondence matches, LostDetail lost) {
        this.matches = matches;
        this.lost = lost;
        this.scale = lost.scale();
        this.smallWidth = matches.columns().last() + PatchGrid.PATCH;
        this.smallHeight = matches.rows().last() + PatchGrid.PATCH;
        this.width = (int) Math.round(scale * smallWidth);
        this.height = (int) Math.round(scale * smallHeight);
        this.window = window((int) Math.floor(scale * PatchGrid.PATCH));
        this.layer = new float[3 * width * height];
        this.before = new float[width * height];
        this.after = new float[width * height];
    }

    /** The layer that is to be added to the picture, at the scale of what is given. */
    static FloatImage of(Correspondence matches, LostDetail lost) {
        StrokeLayer strokes = new StrokeLayer(matches, lost);
        IntStream.range(0, strokes.height).parallel().forEach(strokes::average);
        strokes.restoreEnergy();
        return new FloatImage(strokes.width, strokes.height, strokes.layer);
    }

    /** The weights of a patch along one side: Hann's window, a little sharper. */
    private static float[] window(int length) {
        float[] weights = new float[length];
        for (int n = 0; n < length; n++) {
            double hann = 0.5 - 0.5 * Math.cos(2 * Math.PI * (n + 1) / (length + 1));
            weights[n] = (float) Math.pow(hann, SHARPNESS);
        }
        return weights;
    }

    /** Where a patch begins in the layer that begins at a place inside the model; the last one ends where the layer does. */
    private int corner(float place, PatchGrid grid, int side) {
        return place >= grid.last()
                ? side - window.length
                : Math.min(Math.round((float) scale * place), side - window.length);
    }

    /** Averages a row of the layer. Rows are independent, and each adds its patches in the same order. */
    private void average(int row) {
        float[] sum = new float[3 * width];
        float[] squares = new float[3 * width];
        float[] weights = new float[width];
        for (int patch = 0; patch < matches.top().length; patch++) {
            int inside = row - corner(matches.top()[patch], matches.rows(), height);
            if (inside >= 0 && inside < window.length) {
                add(patch, inside, sum, squares, weights);
            }
        }
        for (int x = 0; x < width; x++) {
            int pixel = row * width + x;
            for (int n = 3 * x; n < 3 * x + 3; n++) {
                float mean = sum[n] / weights[x];
                layer[3 * row * width + n] = mean;
                before[pixel] += squares[n] / weights[x] / 3;
                after[pixel] += mean * mean / 3;
            }
        }
    }

    /** Adds a row of a patch. */
    private void add(int patch, int inside, float[] sum, float[] squares, float[] weights) {
        float top = matches.top()[patch];
        float left = matches.left()[patch];
        int column = corner(left, matches.columns(), width);
        // What rounding moved the corner by, the place in the painting moves as well.
        double fromY = lost.insideRow(
                scale * (matches.y()[patch] - (double) top) + corner(top, matches.rows(), height), window.length);
        double fromX = lost.insideColumn(scale * (matches.x()[patch] - (double) left) + column, window.length);
        int y = (int) fromY;
        int x = (int) fromX;
        float v = (float) (fromY - y);
        float u = (float) (fromX - x);
        int at = (y + inside) * lost.stride() + 3 * x;
        int below = at + lost.stride();
        float a = (1 - v) * (1 - u);
        float b = (1 - v) * u;
        float c = v * (1 - u);
        float d = v * u;
        float[] values = lost.values();
        for (int k = 0; k < window.length; k++) {
            float weight = window[inside] * window[k];
            weights[column + k] += weight;
            for (int n = 3 * k; n < 3 * k + 3; n++) {
                float value =
                        a * values[at + n] + b * values[at + n + 3] + c * values[below + n] + d * values[below + n + 3];
                sum[3 * column + n] += weight * value;
                squares[3 * column + n] += weight * value * value;
            }
        }
    }

    private void restoreEnergy() {
        try (PointerScope scope = new PointerScope()) {
            Mat gain = new Mat();
            resize(gain(), gain, new Size(width, height), 0, 0, INTER_LINEAR);
            float[] values = new float[width * height];
            gain.<FloatBuffer>createBuffer().get(values);
            for (int n = 0; n < layer.length; n++) {
                layer[n] *= values[n / 3];
            }
        }
    }

    /** By what factor strokes were weakened around each pixel inside the model. */
    private Mat gain() {
        float[] had = blurred(before);
        float[] has = blurred(after);
        for (int n = 0; n < had.length; n++) {
            had[n] = (float) Math.max(1, Math.min(LARGEST_GAIN, Math.sqrt((had[n] + NOTHING) / (has[n] + NOTHING))));
        }
        return mat(had, smallWidth, smallHeight);
    }

    private float[] blurred(float[] plane) {
        try (PointerScope scope = new PointerScope()) {
            Mat small = new Mat();
            resize(mat(plane, width, height), small, new Size(smallWidth, smallHeight), 0, 0, INTER_AREA);
            Mat soft = new Mat();
            GaussianBlur(small, soft, new Size(0, 0), NEIGHBORHOOD);
            float[] values = new float[smallWidth * smallHeight];
            soft.<FloatBuffer>createBuffer().get(values);
            return values;
        }
    }

    private static Mat mat(float[] plane, int width, int height) {
        Mat mat = new Mat(height, width, CV_32F);
        mat.<FloatBuffer>createBuffer().put(plane);
        return mat;
    }
}
