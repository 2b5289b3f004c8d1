package org.zvideo.video.shot;

import org.zvideo.core.image.RgbImage;
import org.zvideo.video.picture.StillImage;

/**
 * The brightness of a picture on a grid of 32×18 places: the mean of red, green and blue, 0…255.
 *
 * @param mean      of all places
 * @param deviation its standard deviation from place to place
 */
public record Brightness(double mean, double deviation) {
    static final int GRID_WIDTH = 32;
    static final int GRID_HEIGHT = 18;
    /** A deviation below which a picture counts as one of one color. */
    public static final double FLAT = 3;

    /** That of a picture. */
    public static Brightness of(RgbImage picture) {
        return of(grid(picture));
    }

    /** The values at all places, row by row. */
    static double[] grid(RgbImage picture) {
        RgbImage coarse = StillImage.resized(picture, GRID_WIDTH, GRID_HEIGHT);
        double[] grid = new double[GRID_WIDTH * GRID_HEIGHT];
        for (int n = 0; n < grid.length; n++) {
            for (int c = 0; c < 3; c++) {
                grid[n] += coarse.at(n, c) / 3.0;
            }
        }
        return grid;
    }

    static Brightness of(double[] grid) {
        double mean = 0;
        for (double value : grid) {
            mean += value / grid.length;
        }
        double squares = 0;
        for (double value : grid) {
            squares += (value - mean) * (value - mean);
        }
        return new Brightness(mean, Math.sqrt(squares / grid.length));
    }

    /** Whether the picture has hardly more than one color. */
    public boolean flat() {
        return deviation < FLAT;
    }
}
