package org.zvideo.core.image;

import java.util.Arrays;

/**
 * An 8-bit sRGB picture: the border between video and model.
 *
 * @param width  in pixels
 * @param height in pixels
 * @param pixels red, green, blue of each pixel, row by row, 3·width·height bytes; not copied
 */
public record RgbImage(int width, int height, byte[] pixels) {
    public RgbImage {
        if (width < 1 || height < 1) {
            throw new IllegalArgumentException("picture of " + width + "x" + height + " pixels: both must be positive");
        }
        if (pixels.length != Math.multiplyExact(3, Math.multiplyExact(width, height))) {
            throw new IllegalArgumentException("picture of " + width + "x" + height + " needs " + 3L * width * height
                    + " bytes, got " + pixels.length);
        }
    }

    /** A black picture. */
    public RgbImage(int width, int height) {
        this(width, height, new byte[Math.multiplyExact(3, Math.multiplyExact(width, height))]);
    }

    /** The value 0…255 of a channel (0 red, 1 green, 2 blue) of a pixel. */
    public int at(int x, int y, int channel) {
        return at(y * width + x, channel);
    }

    /** A channel of the pixel with the given number; pixels are numbered row by row from 0. */
    public int at(int pixel, int channel) {
        return pixels[3 * pixel + channel] & 0xff;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RgbImage image
                && width == image.width
                && height == image.height
                && Arrays.equals(pixels, image.pixels);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * width + height) + Arrays.hashCode(pixels);
    }

    @Override
    public String toString() {
        return "RgbImage " + width + "x" + height;
    }
}
