package org.zvideo.core.image;

import java.util.Arrays;

/**
 * One number for each pixel of a picture.
 *
 * @param width  in pixels
 * @param height in pixels
 * @param values of the pixels, row by row, width·height numbers; not copied
 */
public record FloatPlane(int width, int height, float[] values) {
    private static final double RANGE = 65_535;

    public FloatPlane {
        requireSize(width, height, 1, values.length);
    }

    /** The plane of 16-bit levels, as {@link #levels} gives them. */
    public static FloatPlane ofLevels(int width, int height, short[] levels) {
        float[] values = new float[levels.length];
        for (int n = 0; n < values.length; n++) {
            values[n] = (float) ((levels[n] & 0xffff) / RANGE);
        }
        return new FloatPlane(width, height, values);
    }

    /** Values of 0…1 as unsigned 16-bit levels 0…65,535, in the order of {@link #values}. */
    public short[] levels() {
        short[] levels = new short[values.length];
        for (int n = 0; n < levels.length; n++) {
            levels[n] = (short) Math.round(Math.max(0, Math.min(1, values[n])) * RANGE);
        }
        return levels;
    }

    /** The same in 16-bit levels, clamped to 0…1. */
    public FloatPlane rounded() {
        return ofLevels(width, height, levels());
    }

    static void requireSize(int width, int height, int channels, int given) {
        if (width < 1 || height < 1) {
            throw new IllegalArgumentException("picture of " + width + "x" + height + " pixels: both must be positive");
        }
        if (given != Math.multiplyExact(channels, Math.multiplyExact(width, height))) {
            throw new IllegalArgumentException("picture of " + width + "x" + height + " needs "
                    + (long) channels * width * height + " values, got " + given);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof FloatPlane plane
                && width == plane.width
                && height == plane.height
                && Arrays.equals(values, plane.values);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * width + height) + Arrays.hashCode(values);
    }

    @Override
    public String toString() {
        return "FloatPlane " + width + "x" + height;
    }
}
