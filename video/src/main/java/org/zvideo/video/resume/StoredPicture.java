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
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.opencv_core.Mat;
import org.zvideo.core.ModelPicture;
import org.zvideo.core.image.FloatImage;
import org.zvideo.core.image.FloatPlane;
import org.zvideo.core.image.FrameGeometry;

/**
 * What the model made of a frame as a 16-bit RGB PNG: one below the other the picture, its round trip if there is one, and
 * the shares of the styles, three to a picture. Without loss for a {@linkplain ModelPicture#rounded rounded} picture.
 */
final class StoredPicture {
    private static final int CHANNELS = 3;

    private StoredPicture() {}

    static byte[] encode(ModelPicture picture) {
        List<short[]> blocks = new ArrayList<>();
        blocks.add(picture.decoded().levels());
        picture.roundTrip().ifPresent(image -> blocks.add(image.levels()));
        for (int n = 0; n < picture.shares().size(); n += CHANNELS) {
            blocks.add(interleaved(picture.shares()
                    .subList(n, Math.min(n + CHANNELS, picture.shares().size()))));
        }
        int width = picture.decoded().width();
        int height = picture.decoded().height();
        try (PointerScope scope = new PointerScope()) {
            Mat rgb = new Mat(height * blocks.size(), width, CV_16UC3);
            ShortBuffer levels = rgb.createBuffer();
            blocks.forEach(levels::put);
            Mat bgr = new Mat();
            cvtColor(rgb, bgr, COLOR_RGB2BGR);
            BytePointer encoded = new BytePointer();
            if (!imencode(".png", bgr, encoded, new IntPointer())) {
                throw new IllegalStateException("a frame of " + width + "x" + height + " cannot be stored as PNG");
            }
            byte[] bytes = new byte[Math.toIntExact(encoded.limit())];
            encoded.get(bytes);
            return bytes;
        }
    }

    private static short[] interleaved(List<FloatPlane> shares) {
        short[] levels = new short[CHANNELS * shares.get(0).values().length];
        for (int c = 0; c < shares.size(); c++) {
            short[] share = shares.get(c).levels();
            for (int pixel = 0; pixel < share.length; pixel++) {
                levels[CHANNELS * pixel + c] = share[pixel];
            }
        }
        return levels;
    }

    /**
     * Reads what {@link #encode} wrote.
     *
     * @param size  the sizes that the frame has on its way through the model
     * @param parts what the file holds
     * @throws IOException if it holds something else
     */
    static ModelPicture decode(byte[] png, FrameGeometry size, StoredParts parts) throws IOException {
        int shares = parts.shares() == null ? 0 : parts.shares();
        int blocks = 1 + (parts.roundTrip() ? 1 : 0) + (shares + CHANNELS - 1) / CHANNELS;
        int length = CHANNELS * size.width() * size.height();
        try (PointerScope scope = new PointerScope()) {
            Mat bgr = imdecode(new Mat(new BytePointer(png), false), IMREAD_UNCHANGED);
            if (bgr.type() != CV_16UC3 || bgr.cols() != size.width() || bgr.rows() != blocks * size.height()) {
                throw new IOException("a picture of " + bgr.cols() + "x" + bgr.rows() + " instead of " + blocks + " of "
                        + size.width() + "x" + size.height());
            }
            Mat rgb = new Mat();
            cvtColor(bgr, rgb, COLOR_BGR2RGB);
            short[] levels = new short[blocks * length];
            rgb.<ShortBuffer>createBuffer().get(levels);
            Optional<FloatImage> roundTrip =
                    parts.roundTrip() ? Optional.of(image(levels, length, size)) : Optional.empty();
            List<FloatPlane> planes = new ArrayList<>();
            for (int n = 0; n < shares; n++) {
                planes.add(plane(levels, (blocks - (shares + CHANNELS - 1) / CHANNELS) * length, n, size));
            }
            return new ModelPicture(size, image(levels, 0, size), roundTrip, planes);
        }
    }

    private static FloatImage image(short[] levels, int from, FrameGeometry size) {
        int length = CHANNELS * size.width() * size.height();
        return FloatImage.ofLevels(size.width(), size.height(), Arrays.copyOfRange(levels, from, from + length));
    }

    private static FloatPlane plane(short[] levels, int from, int number, FrameGeometry size) {
        short[] share = new short[size.width() * size.height()];
        int start = from + number / CHANNELS * CHANNELS * share.length + number % CHANNELS;
        for (int pixel = 0; pixel < share.length; pixel++) {
            share[pixel] = levels[start + CHANNELS * pixel];
        }
        return FloatPlane.ofLevels(size.width(), size.height(), share);
    }
}
