package org.zvideo.video.farm;

import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.zvideo.core.image.RgbImage;
import org.zvideo.video.picture.JdkReaders;
import org.zvideo.video.picture.StillImage;

/** Finished frames as 8-bit PNG, without loss. */
final class FramePicture {
    private static final Path PNG = Path.of("frame.png");
    private static final int CHANNELS = 3;
    /** Larger than any frame of a video. */
    private static final long MOST_PIXELS = 1L << 28;

    private FramePicture() {}

    static byte[] encode(RgbImage image) {
        return StillImage.encode(image, PNG);
    }

    /**
     * Reads what {@link #encode} wrote, with the JDK, as whatever may come from elsewhere.
     *
     * @throws IOException if it holds something else
     */
    static RgbImage decode(byte[] png) throws IOException {
        try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(png))) {
            ImageReader reader = JdkReaders.open("png", in);
            try {
                if ((long) reader.getWidth(0) * reader.getHeight(0) > MOST_PIXELS) {
                    throw new IOException(
                            "a frame of " + reader.getWidth(0) + "x" + reader.getHeight(0) + " is too large");
                }
                return image(reader.read(0));
            } finally {
                reader.dispose();
            }
        } catch (IndexOutOfBoundsException | NegativeArraySizeException e) {
            throw new IOException("a picture is damaged", e); // so the JDK says it of some
        }
    }

    private static RgbImage image(BufferedImage read) throws IOException {
        Raster raster = read.getRaster();
        if (raster.getNumBands() != CHANNELS || raster.getTransferType() != DataBuffer.TYPE_BYTE) {
            throw new IOException("a picture is none of a frame");
        }
        byte[] pixels = (byte[]) raster.getDataElements(0, 0, read.getWidth(), read.getHeight(), null);
        RgbImage image = new RgbImage(read.getWidth(), read.getHeight());
        System.arraycopy(pixels, 0, image.pixels(), 0, pixels.length);
        return image;
    }
}
