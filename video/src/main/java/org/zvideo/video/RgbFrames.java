package org.zvideo.video;

import java.nio.ByteBuffer;
import org.bytedeco.javacv.Frame;
import org.zvideo.core.image.RgbImage;

/** Converts JavaCV frames (8-bit BGR, rows padded to a stride, buffers that a grabber reuses) to pictures and back. */
public final class RgbFrames {
    private static final int CHANNELS = 3;

    private RgbFrames() {}

    /** Copies the pixels of a frame. */
    public static RgbImage toImage(Frame frame) {
        if (frame.image == null || frame.imageDepth != Frame.DEPTH_UBYTE) {
            throw new IllegalArgumentException("frame without an 8-bit BGR image");
        }
        RgbImage image = new RgbImage(frame.imageWidth, frame.imageHeight);
        ByteBuffer pixels = ((ByteBuffer) frame.image[0]).duplicate();
        byte[] row = new byte[CHANNELS * image.width()];
        for (int y = 0; y < image.height(); y++) {
            pixels.position(y * frame.imageStride).get(row);
            swap(row, 0, image.pixels(), y * row.length, image.width());
        }
        return image;
    }

    /** A new frame with the pixels of the picture; the caller closes it. */
    public static Frame toFrame(RgbImage image, long timestamp) {
        Frame frame = new Frame(image.width(), image.height(), Frame.DEPTH_UBYTE, CHANNELS);
        frame.timestamp = timestamp;
        ByteBuffer pixels = ((ByteBuffer) frame.image[0]).duplicate();
        byte[] row = new byte[CHANNELS * image.width()];
        for (int y = 0; y < image.height(); y++) {
            swap(image.pixels(), y * row.length, row, 0, image.width());
            pixels.position(y * frame.imageStride).put(row);
        }
        return frame;
    }

    private static void swap(byte[] from, int fromStart, byte[] to, int toStart, int count) {
        for (int x = 0; x < CHANNELS * count; x += CHANNELS) {
            to[toStart + x] = from[fromStart + x + 2];
            to[toStart + x + 1] = from[fromStart + x + 1];
            to[toStart + x + 2] = from[fromStart + x];
        }
    }
}
