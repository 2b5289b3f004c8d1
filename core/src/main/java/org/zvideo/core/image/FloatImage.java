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
    public FloatImage {
        FloatPlane.requireSize(width, height, 3, values.length);
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
