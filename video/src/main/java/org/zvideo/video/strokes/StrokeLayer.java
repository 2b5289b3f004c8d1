package org.zvideo.video.strokes;

import static org.bytedeco.opencv.global.opencv_core.CV_32F;
import static org.bytedeco.opencv.global.opencv_imgproc.GaussianBlur;

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
    private final int width;
    private final int height;
    private final float[] window = window();
    private final float[] layer;
    /** Of each pixel: the weighted mean of the squares that were averaged, and the square of their average. */
    private final float[] before;

    private final float[] after;

    private StrokeLayer(Correspondence matches, LostDetail lost) {
        this.matches = matches;
        this.lost = lost;
        this.width = matches.columns().last() + PatchGrid.PATCH;
        this.height = matches.rows().last() + PatchGrid.PATCH;
        this.layer = new float[3 * width * height];
        this.before = new float[width * height];
        this.after = new float[width * height];
    }

    /** The layer that is to be added to the picture. */
    static FloatImage of(Correspondence matches, LostDetail lost) {
        StrokeLayer strokes = new StrokeLayer(matches, lost);
        IntStream.range(0, strokes.height).parallel().forEach(strokes::average);
        strokes.restoreEnergy();
        return new FloatImage(strokes.width, strokes.height, strokes.layer);
    }

    /** The weights of a patch along one side: Hann's window, a little sharper. */
    private static float[] window() {
        float[] weights = new float[PatchGrid.PATCH];
        for (int n = 0; n < weights.length; n++) {
            double hann = 0.5 - 0.5 * Math.cos(2 * Math.PI * (n + 1) / (weights.length + 1));
            weights[n] = (float) Math.pow(hann, SHARPNESS);
        }
        return weights;
    }

    /** Averages a row of the layer. Rows are independent, and each adds its patches in the same order. */
    private void average(int row) {
        float[] sum = new float[3 * width];
        float[] squares = new float[3 * width];
        float[] weights = new float[width];
        PatchGrid rows = matches.rows();
        for (int i = 0; i < rows.count(); i++) {
            int inside = row - rows.corner(i);
            if (inside >= 0 && inside < PatchGrid.PATCH) {
                for (int j = 0; j < matches.columns().count(); j++) {
                    add(i, j, inside, sum, squares, weights);
                }
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
    private void add(int i, int j, int inside, float[] sum, float[] squares, float[] weights) {
        int patch = i * matches.columns().count() + j;
        float fromY = matches.y()[patch] + inside;
        float fromX = matches.x()[patch];
        int top = (int) fromY;
        int left = (int) fromX;
        float v = fromY - top;
        float u = fromX - left;
        int at = top * lost.stride() + 3 * left;
        // The last row may lie on the painting's edge: then v is 0 and what is below is not needed, but it is there.
        int below = at + lost.stride();
        float a = (1 - v) * (1 - u);
        float b = (1 - v) * u;
        float c = v * (1 - u);
        float d = v * u;
        float[] values = lost.values();
        int column = matches.columns().corner(j);
        for (int x = 0; x < PatchGrid.PATCH; x++) {
            float weight = window[inside] * window[x];
            weights[column + x] += weight;
            for (int n = 3 * x; n < 3 * x + 3; n++) {
                float value =
                        a * values[at + n] + b * values[at + n + 3] + c * values[below + n] + d * values[below + n + 3];
                sum[3 * column + n] += weight * value;
                squares[3 * column + n] += weight * value * value;
            }
        }
    }

    private void restoreEnergy() {
        float[] had = blurred(before);
        float[] has = blurred(after);
        for (int n = 0; n < layer.length; n++) {
            double gain = Math.sqrt((had[n / 3] + NOTHING) / (has[n / 3] + NOTHING));
            layer[n] *= (float) Math.max(1, Math.min(LARGEST_GAIN, gain));
        }
    }

    private float[] blurred(float[] plane) {
        try (PointerScope scope = new PointerScope()) {
            Mat map = new Mat(height, width, CV_32F);
            map.<FloatBuffer>createBuffer().put(plane);
            Mat soft = new Mat();
            GaussianBlur(map, soft, new Size(0, 0), NEIGHBORHOOD);
            float[] values = new float[plane.length];
            soft.<FloatBuffer>createBuffer().get(values);
            return values;
        }
    }
}
