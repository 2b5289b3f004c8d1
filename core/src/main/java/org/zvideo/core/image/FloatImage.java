package org.zvideo.core.image;

import java.util.Arrays;

/**
 * An RGB picture in floating point: what the model makes before anything is rounded to 8 bits. Values lie nominally in −1…1
 * (black…white of each channel) and may leave that range.
 *
 * @param width  in pixels
 * @param height in pixels
 * @param values red, green, blue of each pixel, row by row, 3·width·height numbers; not copied
 */
public record FloatImage(int width, int height, float[] values) {
    private static final double HALF_RANGE = 32_767.5;
    private static final double BYTE_HALF_RANGE = 127.5;

    public FloatImage {
        FloatPlane.requireSize(width, height, 3, values.length);
    }

    /** A picture of 8 bits. */
    public static FloatImage of(RgbImage image) {
        float[] values = new float[image.pixels().length];
        for (int n = 0; n < values.length; n++) {
            values[n] = (float) ((image.pixels()[n] & 0xff) / BYTE_HALF_RANGE - 1);
        }
        return new FloatImage(image.width(), image.height(), values);
    }

    /** The picture of 16-bit levels, as {@link #levels} gives them. */
    public static FloatImage ofLevels(int width, int height, short[] levels) {
        float[] values = new float[levels.length];
        for (int n = 0; n < values.length; n++) {
            values[n] = (float) ((levels[n] & 0xffff) / HALF_RANGE - 1);
        }
        return new FloatImage(width, height, values);
    }

    /** The values as unsigned 16-bit levels, 0 for −1 and less, 65,535 for 1 and more, in the order of {@link #values}. */
    public short[] levels() {
        short[] levels = new short[values.length];
        for (int n = 0; n < levels.length; n++) {
            levels[n] = (short) Math.round((Math.max(-1, Math.min(1, values[n])) + 1) * HALF_RANGE);
        }
        return levels;
    }

    /** The same in 16-bit levels, clamped to −1…1. */
    public FloatImage rounded() {
        return ofLevels(width, height, levels());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof FloatImage image
                && width == image.width
                && height == image.height
                && Arrays.equals(values, image.values);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * width + height) + Arrays.hashCode(values);
    }

    @Override
    public String toString() {
        return "FloatImage " + width + "x" + height;
    }
}
