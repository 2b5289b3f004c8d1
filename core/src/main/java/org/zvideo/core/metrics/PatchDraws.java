package org.zvideo.core.metrics;

import java.util.Random;

/** Which windows of a picture are compared, and along which directions: what {@link PatchDistance} leaves to chance. */
public interface PatchDraws {
    /**
     * The numbers of the windows to look at, the same count for every picture and scale.
     *
     * @param scale 0 for the picture itself, 1 and 2 for its half and its quarter
     * @param windows how many there are; they are numbered row by row
     */
    int[] places(int scale, int windows);

    /**
     * Gaussian numbers [147, directions], the numbers of one value of the window adjacent. Values are ordered by channel,
     * row and column. They need not be normalized.
     */
    float[] directions(int scale);

    /**
     * The draws of all reports: 6000 windows, with repetition, and 96 directions, from a generator with a fixed seed.
     * Pictures of the same size have their windows at the same places.
     */
    static PatchDraws standard() {
        return new PatchDraws() {
            private static final int WINDOWS = 6000;
            private static final int DIRECTIONS = 96;

            @Override
            public int[] places(int scale, int windows) {
                return new Random(scale).ints(WINDOWS, 0, windows).toArray(); // its numbers are those of every Java
            }

            @Override
            public float[] directions(int scale) {
                Random random = new Random(~scale);
                float[] numbers = new float[PatchDistance.VALUES * DIRECTIONS];
                for (int n = 0; n < numbers.length; n++) {
                    numbers[n] = (float) random.nextGaussian();
                }
                return numbers;
            }
        };
    }
}
