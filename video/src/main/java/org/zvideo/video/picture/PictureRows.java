package org.zvideo.video.picture;

import java.io.Closeable;
import java.io.IOException;

/**
 * A decoded picture, handed out row by row from the top as it is stored: not turned, in the file's own colors, 8 bits a
 * sample, transparency straight (never multiplied into the colors).
 */
interface PictureRows extends Closeable {
    /** What the samples of a pixel say. */
    enum Colors {
        GRAY(1),
        RGB(3),
        /** Amounts of ink: 255 is all of it. */
        CMYK(4),
        /** CIE L*a*b* under D50: 255 is the lightest, a* and b* are signed. */
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

    /** Whether the file says how transparent each pixel is. */
    boolean hasAlpha();

    /**
     * Reads the next row.
     *
     * @param colors takes the samples, pixel by pixel
     * @param alpha  takes the transparency, if there is any; 255 is opaque
     * @param row    whose place in both arrays it is, counted from 0
     */
    void next(byte[] colors, byte[] alpha, int row) throws IOException;

    /** Whether rows so far held samples above 0 that are too little to show in 8 bits. */
    default boolean faint() {
        return false;
    }

    /** Of 16 bits the nearest of 8. */
    static byte eightBits(int sixteen) {
        return (byte) ((sixteen + 128) / 257);
    }

    /** A color without the transparency that was multiplied into it. */
    static byte straight(int color, int alpha) {
        return (byte) (alpha == 0 ? 0 : Math.min(255, (color * 255 + alpha / 2) / alpha));
    }

    @Override
    default void close() throws IOException {
        // most hold nothing
    }
}
