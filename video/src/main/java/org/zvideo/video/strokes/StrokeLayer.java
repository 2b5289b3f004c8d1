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
    /** The weights of a patch along one side. */
    private final float[] window;
    /** For each row of a patch its weights, once for each color. */
    private final float[][] windowRows;
    /** The row of the layer where each patch begins. */
    private final int[] firstRows;

    private final float[] layer;
    /** The weighted mean of the squares that were averaged at each pixel, and the square of their average. */
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
        this.windowRows = new float[window.length][3 * window.length];
        for (int y = 0; y < window.length; y++) {
            for (int n = 0; n < 3 * window.length; n++) {
                windowRows[y][n] = window[y] * window[n / 3];
            }
        }
        this.firstRows = new int[matches.top().length];
        for (int patch = 0; patch < firstRows.length; patch++) {
            firstRows[patch] = corner(matches.top()[patch], matches.rows(), height);
        }
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
        Row sums = new Row();
        for (int patch = 0; patch < matches.top().length; patch++) {
            int inside = row - firstRows[patch];
            if (inside >= 0 && inside < window.length) {
                sums.add(patch, inside);
            }
        }
        for (int x = 0; x < width; x++) {
            int pixel = row * width + x;
            for (int n = 3 * x; n < 3 * x + 3; n++) {
                float mean = sums.values[n] / sums.weights[n];
                layer[3 * row * width + n] = mean;
                before[pixel] += sums.squares[n] / sums.weights[n] / 3;
                after[pixel] += mean * mean / 3;
            }
        }
    }

    /** Sums of a row of the layer. */
    private final class Row {
        private final float[] values = new float[3 * width];
        private final float[] squares = new float[3 * width];
        private final float[] weights = new float[3 * width];
        private final float[] upright = new float[3 * (window.length + LostDetail.TAPS - 1)];
        private final float[] stroke = new float[3 * window.length];
        private final float[] share = new float[3 * window.length];

        /** Adds a row of a patch. */
        private void add(int patch, int inside) {
            float top = matches.top()[patch];
            float left = matches.left()[patch];
            int column = corner(left, matches.columns(), width);
            // What rounding moved the corner by, the place in the painting moves as well.
            double fromY =
                    lost.insideRow(scale * (matches.y()[patch] - (double) top) + firstRows[patch], window.length);
            double fromX = lost.insideColumn(scale * (matches.x()[patch] - (double) left) + column, window.length);
            interpolateDown((int) fromX, (int) fromY + inside, LostDetail.weights(fromY - (int) fromY));
            interpolateAcross(LostDetail.weights(fromX - (int) fromX));
            int at = 3 * column;
            float[] shares = windowRows[inside];
            addTo(weights, at, shares);
            for (int n = 0; n < stroke.length; n++) {
                share[n] = shares[n] * stroke[n];
            }
            addTo(values, at, share);
            for (int n = 0; n < stroke.length; n++) {
                share[n] *= stroke[n];
            }
            addTo(squares, at, share);
        }

        private static void addTo(float[] sums, int at, float[] addends) {
            for (int n = 0; n < addends.length; n++) {
                sums[at + n] += addends[n];
            }
        }

        private void interpolateDown(int x, int y, float[] shares) {
            float[] from = lost.values();
            int a = y * lost.stride() + 3 * x;
            int b = a + lost.stride();
            int c = b + lost.stride();
            int d = c + lost.stride();
            float above = shares[0];
            float first = shares[1];
            float second = shares[2];
            float below = shares[3];
            for (int n = 0; n < upright.length; n++) {
                upright[n] = above * from[a + n] + first * from[b + n] + second * from[c + n] + below * from[d + n];
            }
        }

        private void interpolateAcross(float[] shares) {
            float before = shares[0];
            float first = shares[1];
            float second = shares[2];
            float after = shares[3];
            for (int n = 0; n < stroke.length; n++) {
                stroke[n] =
                        before * upright[n] + first * upright[n + 3] + second * upright[n + 6] + after * upright[n + 9];
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
