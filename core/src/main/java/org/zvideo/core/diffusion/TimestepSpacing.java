package org.zvideo.core.diffusion;

import java.util.stream.IntStream;

/** How T timesteps are spread over those of the training, as schedulers call it. */
public enum TimestepSpacing {
    /** τ_k = k·⌊N/T⌋ + offset: begins at the clean end, and stays below the noisiest timestep. The paper's. */
    LEADING {
        @Override
        int[] timesteps(int trained, int steps, int offset) {
            int stride = trained / steps;
            return IntStream.range(0, steps).map(k -> k * stride + offset).toArray();
        }
    },
    /** τ_{T−1−k} = round(N − k·N/T) − 1: begins at the noisiest timestep. Of two that are as near, the even one is rounded to. */
    TRAILING {
        @Override
        int[] timesteps(int trained, int steps, int offset) {
            return IntStream.rangeClosed(1, steps)
                    .map(k -> (int) Math.rint((double) trained * k / steps) - 1)
                    .toArray();
        }
    };

    /**
     * The timesteps, ascending.
     *
     * @param trained N, the number of timesteps of the training
     * @param steps   T
     * @param offset  {@code steps_offset} of the scheduler
     */
    abstract int[] timesteps(int trained, int steps, int offset);
}
