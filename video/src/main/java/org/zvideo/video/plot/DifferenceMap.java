package org.zvideo.video.plot;

import static org.bytedeco.opencv.global.opencv_core.CV_8UC1;
import static org.bytedeco.opencv.global.opencv_imgproc.COLORMAP_VIRIDIS;
import static org.bytedeco.opencv.global.opencv_imgproc.applyColorMap;

import java.nio.ByteBuffer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.zvideo.core.image.RgbImage;
import org.zvideo.video.flow.FlowWarp;
import org.zvideo.video.picture.NativePicture;
import org.zvideo.video.picture.OpenCvImages;
import org.zvideo.video.picture.StillImage;

/**
 * A map of how far a frame differs from the frame before it, moved as the source moved. Dark means the same, yellow a
 * quarter of the range or more, and gray that the pixel was hidden before.
 */
public final class DifferenceMap {
    private static final double FULL = 64;
    private static final double GRAY = 128;

    private DifferenceMap() {}

    /** Draws the map in a size of its own; in the frame's size it would take as much memory as the frame. */
    public static RgbImage of(RgbImage frame, NativePicture before, FlowWarp warp, int width, int height) {
        try (PointerScope scope = new PointerScope()) {
            Mat levels = new Mat(frame.height(), frame.width(), CV_8UC1);
            Mat hidden = new Mat(frame.height(), frame.width(), CV_8UC1);
            fill(levels.createBuffer(), hidden.createBuffer(), frame, before, warp);
            Mat colors = new Mat();
            applyColorMap(levels, colors, COLORMAP_VIRIDIS);
            colors.setTo(new Mat(new Scalar(GRAY, GRAY, GRAY, 0)), hidden);
            return colors.cols() == width && colors.rows() == height
                    ? OpenCvImages.image(colors)
                    : StillImage.resized(colors, width, height);
        }
    }

    private static void fill(
            ByteBuffer levels, ByteBuffer hidden, RgbImage frame, NativePicture before, FlowWarp warp) {
        int width = frame.width();
        double[] colors = new double[3 * width];
        for (int y = 0; y < frame.height(); y++) {
            warp.warped(before, y, colors);
            for (int x = 0; x < width; x++) {
                int pixel = y * width + x;
                double difference = 0;
                for (int c = 0; c < 3; c++) {
                    difference += Math.abs(frame.at(pixel, c) - colors[3 * x + c]) / 3;
                }
                levels.put(pixel, (byte) Math.round(255 * Math.min(1, difference / FULL)));
                hidden.put(pixel, (byte) (warp.visible(pixel) ? 0 : 1));
            }
        }
    }
}
