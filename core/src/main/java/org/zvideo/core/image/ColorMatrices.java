package org.zvideo.core.image;

import java.util.Arrays;

/**
 * A linear map from color to color for each pixel of a picture.
 *
 * @param width  in pixels
 * @param height in pixels
 * @param values for each pixel, row by row, a 3×3 matrix: how much of red, green and blue of the result come from red, then
 *               from green, then from blue; 9·width·height numbers; not copied
 */
public record ColorMatrices(int width, int height, float[] values) {
    public ColorMatrices {
        FloatPlane.requireSize(width, height, 9, values.length);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ColorMatrices matrices
                && width == matrices.width
                && height == matrices.height
                && Arrays.equals(values, matrices.values);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * width + height) + Arrays.hashCode(values);
    }

    @Override
    public String toString() {
        return "ColorMatrices " + width + "x" + height;
    }
}
