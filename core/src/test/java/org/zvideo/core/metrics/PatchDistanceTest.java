package org.zvideo.core.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.zvideo.core.image.RgbImage;

/** Oracle: closed forms; the numbers of the reference are the golden case patch-distance. */
class PatchDistanceTest {
    private static final RgbImage STYLE = noise(64, 48, 120, 40);

    @Test
    void aStyleIsAtNoDistanceFromItself() {
        assertEquals(0, distance(STYLE, STYLE));
        assertTrue(distance(noise(64, 48, 120, 60), STYLE) > 0.02);
    }

    /** A flat picture projects to one point: |p − q| is the mean absolute deviation of q, for Gaussian noise √(2/π) of σ. */
    @Test
    void aFlatPictureOfTheSameMeanIsAtTheMeanAbsoluteDeviation() {
        assertEquals(Math.sqrt(2 / Math.PI), distance(noise(256, 192, 120, 0), noise(256, 192, 120, 25)), 0.02);
    }

    /**
     * Oracle: a shift of color by δ moves the projections on the directions u that see means by δ Σu, and no others. With σ
     * of the noise at full size, σ/2 and σ/4 at its halves, and E|Σu| = √(2/π) for a unit Gaussian u, half of the measure
     * grows by (1 + 2 + 4)/3 · δ/σ · √(2/π).
     */
    @Test
    void halfOfTheDirectionsSeeNoMeanColor() {
        double shift = distance(noise(256, 192, 150, 10), noise(256, 192, 120, 10));
        double expected = 0.5 * 7 / 3 * 3 * Math.sqrt(2 / Math.PI);
        assertEquals(expected, shift, 0.15 * expected);
    }

    @Test
    void picturesOfOtherSizesAreCompared() {
        assertTrue(distance(noise(80, 60, 120, 40), STYLE) < 0.1, "the same noise in a larger picture");
        assertTrue(distance(noise(9, 7, 120, 40), STYLE) < 1, "only one scale holds a window");
    }

    @Test
    void whatHasNoPatchesIsNotMeasured() {
        assertEquals(Double.NaN, distance(STYLE, noise(64, 48, 120, 0)), "a flat style");
        assertEquals(Double.NaN, distance(noise(64, 6, 120, 40), STYLE), "smaller than a window");
        assertEquals(Double.NaN, distance(STYLE, noise(6, 48, 120, 40)), "a style smaller than a window");
    }

    private static double distance(RgbImage picture, RgbImage style) {
        return new PatchDistance(style, PatchDraws.standard()).of(picture);
    }

    /** Gray Gaussian noise, each pixel and channel for itself. */
    private static RgbImage noise(int width, int height, double mean, double deviation) {
        Random random = new Random(7);
        RgbImage image = new RgbImage(width, height);
        for (int n = 0; n < image.pixels().length; n++) {
            image.pixels()[n] = (byte) Math.round(Math.max(0, Math.min(255, mean + deviation * random.nextGaussian())));
        }
        return image;
    }
}
