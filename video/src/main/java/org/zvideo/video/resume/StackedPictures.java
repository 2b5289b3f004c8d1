package org.zvideo.video.resume;

import static org.bytedeco.opencv.global.opencv_core.CV_16UC3;
import static org.bytedeco.opencv.global.opencv_imgcodecs.imencode;
import static org.bytedeco.opencv.global.opencv_imgproc.COLOR_RGB2BGR;
import static org.bytedeco.opencv.global.opencv_imgproc.cvtColor;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferUShort;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ShortBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.opencv_core.Mat;
import org.zvideo.core.file.LimitedFile;
import org.zvideo.video.picture.JdkReaders;

/**
 * Pictures of one size below each other in a 16-bit RGB PNG.
 *
 * @param width  of each in pixels
 * @param height of each in pixels
 * @param levels of each: red, green, blue of each pixel, row by row, as unsigned 16-bit numbers
 */
record StackedPictures(int width, int height, List<short[]> levels) {
    private static final int CHANNELS = 3;
    /** A hundred times what a model makes of a frame. */
    private static final long MOST_PIXELS = 1L << 26;
    /** Bytes of a file with that number of pixels, should nothing make it smaller. */
    static final int LARGEST = (int) (MOST_PIXELS * CHANNELS * Short.BYTES + 1_000_000);

    private static final long SIGNATURE = 0x89504e470d0a1a0aL;
    private static final long HEADER = 0x0000000d49484452L; // thirteen bytes, IHDR
    private static final int RGB = 2;

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
        BufferedImage image = read(png);
        if (image.getRaster().getNumBands() != CHANNELS
                || !(image.getRaster().getDataBuffer() instanceof DataBufferUShort rows)
                || image.getHeight() % count != 0) {
            throw new IOException("a stored picture holds something else than expected");
        }
        int height = image.getHeight() / count;
        int length = CHANNELS * image.getWidth() * height;
        return new StackedPictures(
                image.getWidth(),
                height,
                IntStream.range(0, count)
                        .mapToObj(n -> Arrays.copyOfRange(rows.getData(), n * length, (n + 1) * length))
                        .toList());
    }

    /** Whether a file starts like one that {@link #encode} wrote of this number of pictures, of whatever size. */
    static boolean fits(Path file, int count) {
        try (DataInputStream in = new DataInputStream(LimitedFile.open(file, LARGEST))) {
            if (in.readLong() != SIGNATURE || in.readLong() != HEADER) {
                return false;
            }
            long width = in.readInt();
            long height = in.readInt();
            return width > 0
                    && height > 0
                    && width * height <= MOST_PIXELS
                    && height % count == 0
                    && in.readByte() == Short.SIZE
                    && in.readByte() == RGB;
        } catch (IOException e) {
            return false;
        }
    }

    /** Reads it with the JDK, as whatever may come from elsewhere: a work folder can be anybody's. */
    private static BufferedImage read(byte[] png) throws IOException {
        try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(png))) {
            ImageReader reader = JdkReaders.open("png", in);
            long pixels = (long) reader.getWidth(0) * reader.getHeight(0);
            if (pixels > MOST_PIXELS) {
                throw new IOException("a stored picture of " + pixels + " pixels is too large");
            }
            BufferedImage image = reader.read(0);
            reader.dispose();
            return image;
        } catch (IndexOutOfBoundsException | NegativeArraySizeException e) {
            throw new IOException("a stored picture is damaged", e); // so the JDK says it of some
        }
    }
}
