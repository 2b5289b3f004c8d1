package org.zvideo.core.diffusion;

import java.util.stream.IntStream;
import org.zvideo.core.weights.Config;

/**
 * ᾱ(t) and the timesteps τ_k (METHOD.md §3), from {@code scheduler/scheduler_config.json}; in float64.
 *
 * @param alphasCumprod ᾱ(t) for t = 0 … train steps − 1
 * @param finalAlpha    ᾱ below t = 0
 * @param stepsOffset   added to every timestep
 */
public record NoiseSchedule(double[] alphasCumprod, double finalAlpha, int stepsOffset) {
    private static final int MOST_STEPS = 100_000;

    public static NoiseSchedule of(Config config) {
        return of(config, config.text("beta_schedule", "scaled_linear"));
    }

    /** The same with β that grows linearly, whatever the file says: motion modules were trained so. */
    public static NoiseSchedule linear(Config config) {
        return of(config, "linear");
    }

    private static NoiseSchedule of(Config config, String form) {
        config.require("prediction_type", "epsilon", "the method needs a model that predicts ε; use an SD v1 model");
        config.require("rescale_betas_zero_snr", false, "use an SD v1 model");
        config.require("trained_betas", "null", "only beta_start and beta_end are supported");
        int count = config.integer("num_train_timesteps", 1000, 2, MOST_STEPS);
        double start = config.number("beta_start", 0.00085, Double.MIN_VALUE, 1);
        double end = config.number("beta_end", 0.012, Double.MIN_VALUE, 1);
        if (!form.equals("scaled_linear") && !form.equals("linear")) {
            throw config.error("beta_schedule", "scaled_linear or linear");
        }
        if (!(start <= end && end < 1)) {
            throw config.error("beta_start", "0 < beta_start ≤ beta_end < 1");
        }
        double[] alphas = new double[count];
        double product = 1;
        for (int t = 0; t < count; t++) {
            double share = t / (count - 1.0);
            double beta = form.equals("linear")
                    ? start + share * (end - start)
                    : Math.pow(Math.sqrt(start) + share * (Math.sqrt(end) - Math.sqrt(start)), 2);
            product *= 1 - beta;
            alphas[t] = product;
        }
        return new NoiseSchedule(
                alphas,
                config.flag("set_alpha_to_one", false) ? 1 : alphas[0],
                config.integer("steps_offset", 0, 0, count - 1));
    }

    /** s = ⌊train steps/T⌋. */
    public int stride(int steps) {
        return alphasCumprod.length / steps;
    }

    /**
     * τ_k = k·s + offset for k = 0 … T−1, ascending.
     *
     * @throws IllegalArgumentException if the model was trained on fewer steps
     */
    public int[] timesteps(int steps) {
        int largest = steps < 1 ? 0 : (steps - 1) * (alphasCumprod.length / steps) + stepsOffset;
        if (steps < 1 || steps > alphasCumprod.length || largest >= alphasCumprod.length) {
            throw new IllegalArgumentException(
                    "steps " + steps + ": expected 1 to " + (alphasCumprod.length - stepsOffset));
        }
        return IntStream.range(0, steps)
                .map(k -> k * stride(steps) + stepsOffset)
                .toArray();
    }

    /** The timestep of denoising step j = 0 … T−1, the noisiest first: τ_{T−1−j}. */
    public int timestep(int step, int steps) {
        return (steps - 1 - step) * stride(steps) + stepsOffset;
    }

    /** ᾱ(t), or the final ᾱ below 0. */
    public double alpha(int t) {
        return t < 0 ? finalAlpha : alphasCumprod[Math.min(t, alphasCumprod.length - 1)];
    }
}
