package org.zvideo.video.palette;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ForkJoinPool;
import org.junit.jupiter.api.Test;
import org.zvideo.core.image.FloatImage;
import org.zvideo.core.image.FloatPlane;
import org.zvideo.video.AppearanceCase;

class PaletteTest {
    private static final AppearanceCase GOLDEN = new AppearanceCase("palette");
    private static final FloatImage RESULT = GOLDEN.picture("result");
    private static final FloatImage PAINTING = GOLDEN.picture("painting");
    private static final double LEVEL = 2.0 / 255;

    private static ColorTransport transport() {
        double[] all = GOLDEN.read("rotations").values();
        double[][] rotations = new double[all.length / 9][9];
        for (int n = 0; n < all.length; n++) {
            rotations[n / 9][n % 9] = all[n];
        }
        return new ColorTransport(rotations);
    }

    private static float[] target() {
        return ColorMap.evenly(Lab.of(PAINTING), RESULT.width() * RESULT.height());
    }

    private static ColorMap map() {
        return ColorMap.of(transport(), Lab.of(RESULT), target());
    }

    /** Oracle: the reference. Many colors of the case are equal, and keep their order. */
    @Test
    void colorsGoWhereTheReferenceTakesThem() {
        float[] target = ColorMap.evenly(GOLDEN.read("target").floats(), RESULT.width() * RESULT.height());
        assertArrayEquals(
                GOLDEN.read("moved").values(),
                transport().moved(GOLDEN.read("colors").floats(), target),
                1e-4);
    }

    /** Oracle: the reference, in single precision. */
    @Test
    void colorsAreTheReferences() {
        assertArrayEquals(GOLDEN.read("colors").floats(), Lab.of(RESULT), 0.001f);
        assertArrayEquals(GOLDEN.read("target").floats(), Lab.of(PAINTING), 0.001f);
    }

    /** Oracle: the reference, whose map is gentle enough. */
    @Test
    void theMapIsTheReferences() {
        assertArrayEquals(GOLDEN.read("ways").floats(), map().ways(), 0.01f);
    }

    /** Oracle: the reference, in 16 bits. */
    @Test
    void thePictureIsTheReferences() {
        double[] expected = GOLDEN.read("applied").values();
        float[] applied = new Palette(List.of(Optional.of(map())))
                .applied(RESULT, 0.8, List.of())
                .values();
        for (int n = 0; n < expected.length; n++) {
            assertEquals(expected[n] / 257, (applied[n] + 1) / LEVEL, 0.1);
        }
    }

    /** Oracle: the picture. */
    @Test
    void aPictureKeepsItsOwnPalette() {
        float[] same = applied(RESULT, RESULT).values();
        for (int n = 0; n < same.length; n++) {
            assertEquals(RESULT.values()[n], same[n], 1.5 * LEVEL);
        }
    }

    private static FloatImage applied(FloatImage picture, FloatImage painting) {
        return Palette.of(picture, List.of(painting), List.of()).applied(picture, 1, List.of());
    }

    /** Oracle: the darker picture itself. */
    @Test
    void aDarkerPictureIsReached() {
        float[] darker = RESULT.values().clone();
        for (int n = 0; n < darker.length; n++) {
            darker[n] = 0.8f * (darker[n] + 1) - 1;
        }
        float[] reached = applied(RESULT, new FloatImage(RESULT.width(), RESULT.height(), darker))
                .values();
        double squares = 0;
        for (int n = 0; n < darker.length; n++) {
            squares += Math.pow((reached[n] - darker[n]) / LEVEL, 2);
        }
        double rms = Math.sqrt(squares / darker.length);
        assertTrue(rms < 2, "RMS " + rms);
    }

    /** Oracle: the definition of a slope. A picture of two grays that are hard to tell apart is taken to black and white. */
    @Test
    void noTwoColorsGoMoreThanFourTimesAsFarApart() {
        Random random = new Random(1);
        float[] faint = new float[3 * 64 * 64];
        float[] strong = new float[faint.length];
        for (int n = 0; n < faint.length; n++) {
            boolean light = n / 3 % 2 == 0;
            faint[n] = light ? 0.06f : -0.06f;
            strong[n] = light ? 1 : -1;
        }
        ColorMap map = ColorMap.of(new FloatImage(64, 64, faint), new FloatImage(64, 64, strong));
        double steepest = 0;
        for (int n = 0; n < 50_000; n++) {
            float[] color = {100 * random.nextFloat(), 40 * random.nextFloat() - 20, 40 * random.nextFloat() - 20};
            float[] other = color.clone();
            for (int c = 0; c < 3; c++) {
                other[c] += 4 * (random.nextFloat() - 0.5f);
            }
            if (other[0] >= 0 && other[0] <= 100) {
                steepest = Math.max(steepest, distance(moved(map, color), moved(map, other)) / distance(color, other));
            }
        }
        assertTrue(steepest > 3.5 && steepest <= 4.001, "slope " + steepest);
    }

    private static float[] moved(ColorMap map, float[] color) {
        float[] moved = color.clone();
        map.add(color, 1, moved);
        return moved;
    }

    private static double distance(float[] a, float[] b) {
        double squares = 0;
        for (int c = 0; c < 3; c++) {
            squares += Math.pow((double) a[c] - b[c], 2);
        }
        return Math.sqrt(squares);
    }

    /** Oracle: where one style acts alone, its own palette; in the middle, both ways by halves, in Lab. */
    @Test
    void stylesAreBlendedByTheirShares() {
        int pixels = RESULT.width() * RESULT.height();
        float[] first = new float[pixels];
        float[] second = new float[pixels];
        for (int pixel = 0; pixel < pixels; pixel++) {
            int x = pixel % RESULT.width();
            first[pixel] = x < 20 ? 1 : x < 40 ? 0.5f : 0;
            second[pixel] = 1 - first[pixel];
        }
        List<FloatPlane> shares = List.of(plane(first), plane(second));
        FloatImage dark = new FloatImage(8, 8, filled(8, -0.8f));
        Palette both = Palette.of(RESULT, List.of(PAINTING, dark), shares);
        float[] blended = both.applied(RESULT, 1, shares).values();
        float[] ones = both.applied(RESULT, 1, List.of(plane(filled(1)), plane(filled(0))))
                .values();
        float[] twos = both.applied(RESULT, 1, List.of(plane(filled(0)), plane(filled(1))))
                .values();
        float[] halves = both.applied(RESULT, 1, List.of()).values();
        for (int n = 0; n < blended.length; n++) {
            int x = n / 3 % RESULT.width();
            assertEquals((x < 20 ? ones : x < 40 ? halves : twos)[n], blended[n]);
        }
        double lightness = 0;
        for (float value : twos) {
            lightness += (value + 1) / LEVEL / twos.length;
        }
        assertEquals(25.5, lightness, 5, "the second painting has one color");
    }

    private static float[] filled(float value) {
        float[] values = new float[RESULT.width() * RESULT.height()];
        Arrays.fill(values, value);
        return values;
    }

    private static float[] filled(int side, float value) {
        float[] values = new float[3 * side * side];
        Arrays.fill(values, value);
        return values;
    }

    private static FloatPlane plane(float[] values) {
        return new FloatPlane(RESULT.width(), RESULT.height(), values);
    }

    /** Oracle: the picture's own bits. The style that acts nowhere has no colors to start from. */
    @Test
    void aStyleThatActsNowhereChangesNothing() {
        List<FloatPlane> nowhere = List.of(plane(filled(0)));
        Palette none = Palette.of(RESULT, List.of(PAINTING), nowhere);
        assertEquals(RESULT, none.applied(RESULT, 1, nowhere));
        assertEquals(RESULT, none.applied(RESULT, 1, List.of()), "there is no map either");
    }

    /** Oracle: the same work by one thread. */
    @Test
    void theNumberOfThreadsChangesNoBit() {
        Set<FloatImage> pictures = new HashSet<>();
        for (int threads : new int[] {1, 2, 7}) {
            ForkJoinPool pool = new ForkJoinPool(threads);
            pictures.add(pool.submit(() -> applied(RESULT, PAINTING)).join());
            pool.shutdown();
        }
        assertEquals(1, pictures.size());
    }

    /** Oracle: published values (Lindbloom: sRGB red), and the color itself on the way back. */
    @Test
    void labIsThatOfCie() {
        float[] red = Lab.of(new FloatImage(1, 1, new float[] {1, -1, -1}));
        assertArrayEquals(new float[] {53.24f, 80.09f, 67.20f}, red, 0.05f);
        Random random = new Random(1);
        float[] colors = new float[3 * 1000];
        for (int n = 0; n < colors.length; n++) {
            colors[n] = 2 * random.nextFloat() - 1;
        }
        float[] lab = Lab.of(new FloatImage(1000, 1, colors));
        float[] back = new float[colors.length];
        for (int n = 0; n < back.length; n += 3) {
            Lab.toRgb(lab[n], lab[n + 1], lab[n + 2], back, n);
        }
        assertArrayEquals(colors, back, (float) (0.01 * LEVEL));
    }

    @Test
    void eachStyleNeedsItsShare() {
        assertThrows(
                IllegalArgumentException.class,
                () -> Palette.of(RESULT, List.of(PAINTING, PAINTING), List.of(plane(filled(1)))));
    }
}
