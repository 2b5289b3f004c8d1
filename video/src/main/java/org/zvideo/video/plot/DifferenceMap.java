package org.zvideo.video.plot;

import static org.bytedeco.opencv.global.opencv_core.CV_8UC1;
import static org.bytedeco.opencv.global.opencv_imgproc.COLORMAP_VIRIDIS;
import static org.bytedeco.opencv.global.opencv_imgproc.applyColorMap;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.opencv_core.Mat;
import org.zvideo.core.RgbImage;
import org.zvideo.video.flow.FlowWarp;
import org.zvideo.video.picture.Mats;

/**
 * How far a frame differs from the one before it, moved as the source moved: dark is the same, yellow is a quarter of the
 * range or more; grey was hidden before.
 */
public final class DifferenceMap {
    private static final double FULL = 64;
    private static final byte GREY = (byte) 128;

    private DifferenceMap() {
    }

    public static RgbImage of(RgbImage frame, RgbImage before, FlowWarp warp) {
        byte[] levels = new byte[frame.width() * frame.height()];
        for (int pixel = 0; pixel < levels.length; pixel++) {
            double difference = 0;
            for (int c = 0; c < 3; c++) {
                difference += Math.abs(frame.at(pixel, c) - warp.warped(before, pixel, c)) / 3;
            }
            levels[pixel] = (byte) Math.round(255 * Math.min(1, difference / FULL));
        }
        RgbImage map = colored(levels, frame.width(), frame.height());
        for (int pixel = 0; pixel < levels.length; pixel++) {
            if (!warp.visible(pixel)) {
                Arrays.fill(map.pixels(), 3 * pixel, 3 * pixel + 3, GREY);
            }
        }
        return map;
    }

    private static RgbImage colored(byte[] levels, int width, int height) {
        try (PointerScope scope = new PointerScope()) {
            Mat grey = new Mat(height, width, CV_8UC1);
            grey.<ByteBuffer>createBuffer().put(levels);
            Mat colors = new Mat();
            applyColorMap(grey, colors, COLORMAP_VIRIDIS);
            return Mats.image(colors);
        }
    }
}
