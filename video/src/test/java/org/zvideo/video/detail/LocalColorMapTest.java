package org.zvideo.video.detail;

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
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.zvideo.core.FrameCodec;
import org.zvideo.core.ModelPicture;
import org.zvideo.core.Restoration;
import org.zvideo.core.image.ColorMatrices;
import org.zvideo.core.image.FloatImage;
import org.zvideo.core.image.RgbImage;
import org.zvideo.video.AppearanceCase;
import org.zvideo.video.AppearanceCase.Values;

class LocalColorMapTest {
    private static final AppearanceCase GOLDEN = new AppearanceCase("detail");
    /** How red, green and blue of the result come from red, from green and from blue. */
    private static final double[] TURN = {0.5, 0.1, 0.5, 0.2, 0.7, -0.1, -0.1, 0.3, 0.8};

    /** Oracle: the reference's matrices, of which the case holds every fourth of every fourth row. */
    @Test
    void theMatricesAreTheReferences() {
        ColorMatrices map = LocalColorMap.of(GOLDEN.picture("roundtrip"), GOLDEN.picture("result"));
        Values expected = GOLDEN.read("matrices");
        for (int n = 0; n < expected.values().length; n++) {
            int pixel = n / 9;
            int x = 4 * (pixel % expected.shape()[1]);
            int y = 4 * (pixel / expected.shape()[1]);
            assertEquals(expected.values()[n], map.values()[9 * (y * map.width() + x) + n % 9], 1e-4, "value " + n);
        }
    }

    /** Oracle: the reference's result in 16 bits, of which the case holds every second row; one level of 8 bits. */
    @Test
    void theResultIsTheReferences() {
        FloatImage roundTrip = GOLDEN.picture("roundtrip");
        FloatImage result = GOLDEN.picture("result");
        ModelPicture picture = new ModelPicture(result, Optional.of(roundTrip), List.of());
        RgbImage restored = new FrameCodec(1, 0)
                .finish(
                        picture,
                        GOLDEN.image("source"),
                        Restoration.NONE.withDetail(1, LocalColorMap.of(roundTrip, result)));
        Values expected = GOLDEN.read("restored");
        int row = 3 * restored.width();
        for (int n = 0; n < expected.values().length; n++) {
            int level = restored.pixels()[2 * (n / row) * row + n % row] & 0xff;
            assertEquals(expected.values()[n] / 257, level, 0.6, "value " + n);
        }
    }

    /** Oracle: the matrix that made the picture; where the frame has no texture, nothing says what it is. */
    @Test
    void aTurnOfTheColorsIsFound() {
        FloatImage roundTrip = GOLDEN.picture("roundtrip");
        ColorMatrices map = LocalColorMap.of(roundTrip, turned(roundTrip, TURN), 4e-7);
        int[] busiest = busiestTenth(roundTrip);
        for (int n = 0; n < 9; n++) {
            int value = n;
            double[] found = Arrays.stream(busiest)
                    .mapToDouble(pixel -> map.values()[9 * pixel + value])
                    .sorted()
                    .toArray();
            assertEquals(TURN[n], found[found.length / 2], 0.01);
        }
    }

    private static FloatImage turned(FloatImage image, double[] matrix) {
        float[] values = new float[image.values().length];
        for (int n = 0; n < values.length; n++) {
            int pixel = 3 * (n / 3);
            for (int in = 0; in < 3; in++) {
                values[n] += (float) (matrix[3 * in + n % 3] * image.values()[pixel + in]);
            }
        }
        return new FloatImage(image.width(), image.height(), values);
    }

    /** The pixels around which green changes most, without those at the edge. */
    private static int[] busiestTenth(FloatImage image) {
        int width = image.width();
        int[] inside = IntStream.range(0, width * image.height())
                .filter(pixel -> pixel % width > 3 && pixel % width < width - 4)
                .filter(pixel -> pixel / width > 3 && pixel / width < image.height() - 4)
                .toArray();
        return Arrays.stream(inside)
                .boxed()
                .sorted((a, b) -> Double.compare(change(image, b), change(image, a)))
                .limit(inside.length / 10)
                .mapToInt(Integer::intValue)
                .toArray();
    }

    private static double change(FloatImage image, int pixel) {
        int width = image.width();
        double across = image.values()[3 * pixel + 4] - image.values()[3 * pixel - 2];
        double down = image.values()[3 * (pixel + width) + 1] - image.values()[3 * (pixel - width) + 1];
        return across * across + down * down;
    }

    /** Oracle: noise does not depend on the frame. */
    @Test
    void nothingOfTheFrameIsFoundInNoise() {
        ColorMatrices map = LocalColorMap.of(noise(1), noise(2));
        double sum = 0;
        for (float value : map.values()) {
            sum += Math.abs(value);
        }
        assertTrue(sum / map.values().length < 0.05, "mean " + sum / map.values().length);
    }

    private static FloatImage noise(int seed) {
        Random random = new Random(seed);
        float[] values = new float[3 * 256 * 256];
        for (int n = 0; n < values.length; n++) {
            values[n] = 2 * random.nextFloat() - 1;
        }
        return new FloatImage(256, 256, values);
    }

    /** Oracle: the bound of the norm, which a threefold contrast, of norm 3√3, is beyond. */
    @Test
    void noMatrixHasANormOfMoreThanTwo() {
        FloatImage roundTrip = GOLDEN.picture("roundtrip");
        FloatImage strong = turned(roundTrip, new double[] {3, 0, 0, 0, 3, 0, 0, 0, 3});
        float[] values = LocalColorMap.of(roundTrip, strong).values();
        double largest = 0;
        for (int at = 0; at < values.length; at += 9) {
            double squares = 0;
            for (int n = at; n < at + 9; n++) {
                squares += values[n] * values[n];
            }
            largest = Math.max(largest, Math.sqrt(squares));
        }
        assertEquals(2, largest, 0.02);
    }

    /** Oracle: the same work by one thread. */
    @Test
    void theNumberOfThreadsChangesNoBit() {
        FloatImage roundTrip = GOLDEN.picture("roundtrip");
        FloatImage result = GOLDEN.picture("result");
        Set<ColorMatrices> maps = new HashSet<>();
        for (int threads : new int[] {1, 2, 7}) {
            ForkJoinPool pool = new ForkJoinPool(threads);
            maps.add(pool.submit(() -> LocalColorMap.of(roundTrip, result)).join());
            pool.shutdown();
        }
        assertEquals(1, maps.size());
    }

    /** Oracle: the mean of numbers that are written out. A window may be larger than the picture. */
    @Test
    void windowsAreReflectedAtTheBorder() {
        float[] line = {1, 2, 4};
        assertEquals(List.of(4 / 3f, 7 / 3f, 10 / 3f), boxed(new BoxMean(3, 1, 1).of(line)));
        assertEquals(List.of(18 / 7f, 16 / 7f, 15 / 7f), boxed(new BoxMean(1, 3, 3).of(line)));
    }

    private static List<Float> boxed(float[] values) {
        return IntStream.range(0, values.length).mapToObj(n -> values[n]).toList();
    }

    @Test
    void picturesOfTwoSizesAreRefused() {
        FloatImage wide = new FloatImage(2, 1, new float[6]);
        assertThrows(IllegalArgumentException.class, () -> LocalColorMap.of(wide, new FloatImage(1, 2, new float[6])));
    }
}
