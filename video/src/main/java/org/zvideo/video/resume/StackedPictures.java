package org.zvideo.video.resume;

import static org.bytedeco.opencv.global.opencv_core.CV_16UC3;
import static org.bytedeco.opencv.global.opencv_imgcodecs.IMREAD_UNCHANGED;
import static org.bytedeco.opencv.global.opencv_imgcodecs.imdecode;
import static org.bytedeco.opencv.global.opencv_imgcodecs.imencode;
import static org.bytedeco.opencv.global.opencv_imgproc.COLOR_BGR2RGB;
import static org.bytedeco.opencv.global.opencv_imgproc.COLOR_RGB2BGR;
import static org.bytedeco.opencv.global.opencv_imgproc.cvtColor;

import java.io.IOException;
import java.nio.ShortBuffer;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * Pictures of one size below each other in a 16-bit RGB PNG.
 *
 * @param width  of each in pixels
 * @param height of each in pixels
 * @param levels of each: red, green, blue of each pixel, row by row, as unsigned 16-bit numbers
 */
record StackedPictures(int width, int height, List<short[]> levels) {
    private static final int CHANNELS = 3;

    byte[] encode() {
        try (PointerScope scope = new PointerScope()) {
            Mat rgb = new Mat(height * levels.size(), width, CV_16UC3);
            ShortBuffer rows = rgb.createBuffer();
            levels.forEach(rows::put);
            Mat bgr = new Mat();
            cvtColor(rgb, bgr, COLOR_RGB2BGR);
            BytePointer encoded = new BytePointer();
            if (!imencode(".png", bgr, encoded, new IntPointer())) {
                throw new IllegalStateException(width + "x" + height + " pixels cannot be stored as PNG");
            }
            byte[] bytes = new byte[Math.toIntExact(encoded.limit())];
            encoded.get(bytes);
            return bytes;
        }
    }

    /**
     * Reads what {@link #encode} wrote.
     *
     * @param count of the pictures
     * @throws IOException if it holds something else
     */
    static StackedPictures decode(byte[] png, int count) throws IOException {
        try (PointerScope scope = new PointerScope()) {
            Mat bgr = imdecode(new Mat(new BytePointer(png), false), IMREAD_UNCHANGED);
            if (bgr.empty() || bgr.type() != CV_16UC3 || bgr.rows() % count != 0) {
                throw new IOException("a stored picture holds something else than expected");
            }
            Mat rgb = new Mat();
            cvtColor(bgr, rgb, COLOR_BGR2RGB);
            int height = bgr.rows() / count;
            ShortBuffer rows = rgb.createBuffer();
            List<short[]> levels = new ArrayList<>();
            for (int n = 0; n < count; n++) {
                short[] one = new short[CHANNELS * bgr.cols() * height];
                rows.get(one);
                levels.add(one);
            }
            return new StackedPictures(bgr.cols(), height, levels);
        }
    }
}
