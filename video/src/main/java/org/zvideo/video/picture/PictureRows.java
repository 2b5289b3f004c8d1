package org.zvideo.video.picture;

import java.io.Closeable;
import java.io.IOException;

/**
 * A decoded picture, delivered row by row from the top as it is stored: not turned, in the file's own colors, 8 bits
 * per sample, with straight transparency (not multiplied into the colors).
 */
interface PictureRows extends Closeable {
    /** The meaning of a pixel's samples. */
    enum Colors {
        GRAY(1),
        RGB(3),
        /** Amounts of ink, where 255 is full coverage. */
        CMYK(4),
        /** CIE L*a*b* under D50: 255 is the lightest, and a* and b* are signed. */
        LAB(3);

        private final int samples;

        Colors(int samples) {
            this.samples = samples;
        }

        int samples() {
            return samples;
        }
    }

    int width();

    int height();

    Colors colors();

    /** Whether the file states the transparency of each pixel. */
    boolean hasAlpha();

    /**
     * Reads the next row.
     *
     * @param colors receives the samples, pixel by pixel
     * @param alpha receives the transparency, if there is any; 255 is opaque
     * @param row the row's place in both arrays, counted from 0
     */
    void next(byte[] colors, byte[] alpha, int row) throws IOException;

    /** Whether the rows so far held samples above 0 that are too small to show in 8 bits. */
    default boolean faint() {
        return false;
    }

    /** Rounds 16 bits to 8. */
    static byte eightBits(int sixteen) {
        return (byte) ((sixteen + 128) / 257);
    }

    /** Divides a color by the transparency that was multiplied into it. */
    static byte straight(int color, int alpha) {
        return (byte) (alpha == 0 ? 0 : Math.min(255, (color * 255 + alpha / 2) / alpha));
    }

    @Override
    default void close() throws IOException {
        // most rows hold nothing
    }
}
