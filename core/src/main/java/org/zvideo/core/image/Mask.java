package org.zvideo.core.image;

/**
 * Where a style acts: 1 (white) where it does, 0 (black) where it does not, soft between (METHOD.md §6). A mask of
 * another size than the frame is stretched to it.
 *
 * @param width   in pixels
 * @param height  in pixels
 * @param values  0…1 of each pixel, row by row; not copied
 * @param feather pixels of the frame over which a hard edge is ramped to each side
 */
public record Mask(int width, int height, float[] values, int feather) {
    private static final int LARGEST_FEATHER = 4096;
    private static final double RED = 0.2126;
    private static final double GREEN = 0.7152;

    public Mask {
        if (width < 1 || height < 1 || values.length != Math.multiplyExact(width, height)) {
            throw new IllegalArgumentException(
                    "mask of " + width + "x" + height + ": got " + values.length + " values");
        }
        requireFeather(feather);
    }

    /** @throws IllegalArgumentException unless an edge may be ramped over this number of pixels */
    public static void requireFeather(int feather) {
        if (feather < 0 || feather > LARGEST_FEATHER) {
            throw new IllegalArgumentException("mask feather " + feather + ": expected 0 to " + LARGEST_FEATHER);
        }
    }

    /** The lightness of a picture as a mask. */
    public static Mask of(RgbImage image, int feather) {
        float[] values = new float[image.width() * image.height()];
        for (int n = 0; n < values.length; n++) {
            values[n] = (float)
                    ((RED * image.at(n, 0) + GREEN * image.at(n, 1) + (1 - RED - GREEN) * image.at(n, 2)) / 255);
        }
        return new Mask(image.width(), image.height(), values, feather);
    }

    /**
     * Levels as a mask.
     *
     * @param levels 0…255 of each pixel, row by row, as unsigned bytes
     */
    public static Mask of(int width, int height, byte[] levels, int feather) {
        float[] values = new float[levels.length];
        for (int n = 0; n < values.length; n++) {
            values[n] = (levels[n] & 0xff) / 255f;
        }
        return new Mask(width, height, values, feather);
    }

    /** 1 where this one is 0. */
    public Mask inverted() {
        float[] other = new float[values.length];
        for (int n = 0; n < other.length; n++) {
            other[n] = 1 - values[n];
        }
        return new Mask(width, height, other, feather);
    }
}
