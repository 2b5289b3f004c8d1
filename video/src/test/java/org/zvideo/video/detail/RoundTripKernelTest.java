package org.zvideo.video.detail;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ForkJoinPool;
import org.junit.jupiter.api.Test;
import org.zvideo.core.image.FloatImage;

class RoundTripKernelTest {
    /** Oracle: a linear map, written out: blue gets half of what surrounds green, and a tenth. */
    @Test
    void aLinearMapIsFoundAndHoldsForAnotherFrame() {
        RoundTripKernel kernel = RoundTripKernel.fit(noise(1), made(noise(1)));
        FloatImage expected = made(noise(2));
        FloatImage guessed = kernel.of(noise(2));
        for (int n = 0; n < expected.values().length; n++) {
            assertEquals(expected.values()[n], guessed.values()[n], 1e-3);
        }
    }

    private static FloatImage made(FloatImage frame) {
        float[] green = new float[frame.width() * frame.height()];
        for (int pixel = 0; pixel < green.length; pixel++) {
            green[pixel] = frame.values()[3 * pixel + 1];
        }
        float[] around = new BoxMean(frame.width(), frame.height(), 2).of(green);
        float[] values = frame.values().clone();
        for (int pixel = 0; pixel < green.length; pixel++) {
            values[3 * pixel + 2] = 0.5f * around[pixel] + 0.1f;
        }
        return new FloatImage(frame.width(), frame.height(), values);
    }

    /** Oracle: a gray frame whose round trip is lighter; its terms say nothing apart from each other. */
    @Test
    void aFlatFrameHasAKernelToo() {
        FloatImage flat = new FloatImage(20, 12, filled(0.25f));
        float[] values = RoundTripKernel.fit(flat, new FloatImage(20, 12, filled(0.5f)))
                .of(flat)
                .values();
        for (float value : values) {
            assertEquals(0.5, value, 1e-3);
        }
    }

    private static float[] filled(float value) {
        float[] values = new float[3 * 20 * 12];
        Arrays.fill(values, value);
        return values;
    }

    /** Oracle: the same work by one thread. */
    @Test
    void theNumberOfThreadsChangesNoBit() {
        FloatImage frame = noise(1);
        FloatImage roundTrip = made(frame);
        Set<FloatImage> guesses = new HashSet<>();
        for (int threads : new int[] {1, 2, 7}) {
            ForkJoinPool pool = new ForkJoinPool(threads);
            guesses.add(pool.submit(() -> RoundTripKernel.fit(frame, roundTrip).of(frame))
                    .join());
            pool.shutdown();
        }
        assertEquals(1, guesses.size());
    }

    private static FloatImage noise(int seed) {
        Random random = new Random(seed);
        float[] values = new float[3 * 40 * 30];
        for (int n = 0; n < values.length; n++) {
            values[n] = 2 * random.nextFloat() - 1;
        }
        return new FloatImage(40, 30, values);
    }
}
