package org.zvideo.core.diffusion;

import java.util.Arrays;
import java.util.PriorityQueue;
import java.util.stream.IntStream;

/**
 * The timesteps of a path and the noise levels that it goes through. Step k leads from level k to level k + 1 when a latent is
 * inverted, and back when it is denoised.
 *
 * @param timesteps τ_k for k = 0 … T−1, ascending
 * @param levels    ᾱ of T + 1 latents: of the clean one, then ᾱ(τ_k)
 */
public record TimestepGrid(int[] timesteps, double[] levels) {
    /**
     * The grid of a schedule.
     *
     * @throws IllegalArgumentException if the schedule has no such timesteps
     */
    public static TimestepGrid of(NoiseSchedule schedule, int steps, TimestepChoice choice) {
        int trained = schedule.alphasCumprod().length;
        if (!choice.listed().isEmpty()) {
            int noisiest = choice.listed().get(0);
            if (noisiest >= trained) {
                throw new IllegalArgumentException(
                        "timesteps: the model has 0 to " + (trained - 1) + ", not " + noisiest);
            }
            return of(
                    schedule, choice.listed().stream().mapToInt(t -> t).sorted().toArray(), schedule.finalAlpha());
        }
        TimestepSpacing spacing = choice.spacing().orElse(schedule.spacing());
        int offset = spacing == TimestepSpacing.LEADING ? schedule.stepsOffset() : 0;
        if (steps < 1 || steps > trained || (steps - 1) * (trained / steps) + offset >= trained) {
            throw new IllegalArgumentException("steps " + steps + ": expected 1 to " + (trained - offset));
        }
        int[] timesteps = spacing.timesteps(trained, steps, offset);
        double clean = spacing == TimestepSpacing.LEADING
                ? schedule.alpha(timesteps[0] - trained / steps)
                : schedule.finalAlpha();
        return of(schedule, timesteps, clean);
    }

    private static TimestepGrid of(NoiseSchedule schedule, int[] timesteps, double clean) {
        double[] levels = new double[timesteps.length + 1];
        levels[0] = clean;
        for (int k = 0; k < timesteps.length; k++) {
            levels[k + 1] = schedule.alpha(timesteps[k]);
        }
        return new TimestepGrid(timesteps, levels);
    }

    /** T. */
    public int steps() {
        return timesteps.length;
    }

    /** The timestep of denoising step j = 0 … T−1, the noisiest first: τ_{T−1−j}. */
    public int timestep(int step) {
        return timesteps[steps() - 1 - step];
    }

    /** ᾱ of the latent that denoising step j sees. */
    public double alpha(int step) {
        return levels[steps() - step];
    }

    /** ᾱ of the latent to which denoising step j leads. */
    public double nextAlpha(int step) {
        return levels[steps() - step - 1];
    }

    boolean contains(int timestep) {
        return index(timestep) >= 0;
    }

    /** k of a timestep τ_k; negative for one that is not of the grid. */
    int index(int timestep) {
        return Arrays.binarySearch(timesteps, timestep);
    }

    /** Timesteps after {@code from} up to {@code to}, in equal parts as far as whole numbers allow. */
    private record Interval(int from, int to, int parts) {
        private double width() {
            return (double) (to - from) / parts;
        }

        private Interval divided() {
            return new Interval(from, to, parts + 1);
        }
    }

    /**
     * A grid of more steps that holds all timesteps of this one: again and again the widest stretch between two of them gets one
     * more part, of equal ones the noisiest.
     *
     * @throws IllegalArgumentException if there are not that many timesteps, or fewer than here
     */
    public TimestepGrid refined(NoiseSchedule schedule, int more) {
        int noisiest = timesteps[steps() - 1];
        if (more < steps() || more > noisiest + 1) {
            throw new IllegalArgumentException(
                    "inversion steps " + more + ": expected " + steps() + " to " + (noisiest + 1) + " here");
        }
        PriorityQueue<Interval> widest = new PriorityQueue<>((a, b) -> {
            int byWidth = Double.compare(b.width(), a.width());
            return byWidth != 0 ? byWidth : Integer.compare(b.to(), a.to());
        });
        for (int k = 0; k < steps(); k++) {
            widest.add(new Interval(k == 0 ? -1 : timesteps[k - 1], timesteps[k], 1));
        }
        for (int k = steps(); k < more; k++) {
            widest.add(widest.remove().divided());
        }
        int[] all = widest.stream()
                .flatMapToInt(interval -> IntStream.rangeClosed(1, interval.parts())
                        .map(part -> interval.from()
                                + (int) Math.rint(
                                        (double) (interval.to() - interval.from()) * part / interval.parts())))
                .sorted()
                .toArray();
        return of(schedule, all, levels[0]);
    }
}
