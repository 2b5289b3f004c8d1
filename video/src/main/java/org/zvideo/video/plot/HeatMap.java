package org.zvideo.video.plot;

import static org.bytedeco.opencv.global.opencv_core.CV_8UC1;
import static org.bytedeco.opencv.global.opencv_core.addWeighted;
import static org.bytedeco.opencv.global.opencv_imgproc.COLORMAP_VIRIDIS;
import static org.bytedeco.opencv.global.opencv_imgproc.INTER_NEAREST;
import static org.bytedeco.opencv.global.opencv_imgproc.applyColorMap;
import static org.bytedeco.opencv.global.opencv_imgproc.resize;

import java.nio.ByteBuffer;
import java.util.Locale;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Rect;
import org.bytedeco.opencv.opencv_core.Size;
import org.zvideo.core.image.RgbImage;
import org.zvideo.video.picture.OpenCvImages;

/** Draws numbers on a grid as colors over a picture, from dark for low to yellow for high, with a scale below. */
public final class HeatMap {
    private static final double OPACITY = 0.65;
    private static final int SCALE = 14;
    private static final int GAP = 6;

    private HeatMap() {}

    /**
     * Draws a heat map.
     *
     * @param values row by row
     * @param coveredWidth the share of the grid's width that the picture covers; the rest is padding
     * @param coveredHeight the share of the grid's height that the picture covers
     * @param legend what the numbers mean
     */
    public static RgbImage of(
            RgbImage picture,
            float[] values,
            int rows,
            int columns,
            double coveredWidth,
            double coveredHeight,
            String legend) {
        float low = Float.POSITIVE_INFINITY;
        float high = Float.NEGATIVE_INFINITY;
        for (float value : values) {
            low = Math.min(low, value);
            high = Math.max(high, value);
        }
        byte[] levels = new byte[values.length];
        for (int n = 0; n < levels.length; n++) {
            levels[n] = (byte) (high > low ? Math.round(255 * (values[n] - low) / (high - low)) : 0);
        }
        RgbImage map = over(picture, levels, rows, columns, coveredWidth, coveredHeight);
        int line = new Drawing(1, 1).lineHeight();
        Drawing drawing = new Drawing(map.width(), map.height() + 3 * GAP + SCALE + 2 * line);
        drawing.picture(map, 0, 0);
        drawing.picture(scale(map.width() - 2 * GAP), GAP, map.height() + GAP);
        int top = map.height() + 2 * GAP + SCALE;
        drawing.text(
                String.format(Locale.ROOT, "%.3f (dark) to %.3f (light)", low, high), GAP, top, map.width() - 2 * GAP);
        drawing.text(legend, GAP, top + line, map.width() - 2 * GAP);
        return drawing.image();
    }

    private static RgbImage over(
            RgbImage picture, byte[] levels, int rows, int columns, double coveredWidth, double coveredHeight) {
        try (PointerScope scope = new PointerScope()) {
            Mat grid = new Mat(rows, columns, CV_8UC1);
            grid.<ByteBuffer>createBuffer().put(levels);
            int width = (int) Math.round(picture.width() / coveredWidth);
            int height = (int) Math.round(picture.height() / coveredHeight);
            Mat wide = new Mat();
            resize(grid, wide, new Size(width, height), 0, 0, INTER_NEAREST);
            Mat colors = new Mat();
            applyColorMap(new Mat(wide, new Rect(0, 0, picture.width(), picture.height())), colors, COLORMAP_VIRIDIS);
            Mat mixed = new Mat();
            addWeighted(colors, OPACITY, OpenCvImages.bgr(picture), 1 - OPACITY, 0, mixed);
            return OpenCvImages.image(mixed);
        }
    }

    private static RgbImage scale(int width) {
        try (PointerScope scope = new PointerScope()) {
            Mat ramp = new Mat(SCALE, width, CV_8UC1);
            ByteBuffer buffer = ramp.createBuffer();
            for (int n = 0; n < SCALE * width; n++) {
                buffer.put((byte) (255 * (n % width) / Math.max(1, width - 1)));
            }
            Mat colors = new Mat();
            applyColorMap(ramp, colors, COLORMAP_VIRIDIS);
            return OpenCvImages.image(colors);
        }
    }
}
