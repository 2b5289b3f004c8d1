package org.zvideo.core.diffusion;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.zvideo.core.error.Remedy;
import org.zvideo.core.weights.Config;
import org.zvideo.core.weights.PredictionType;
import org.zvideo.core.weights.WeightException;

/**
 * ᾱ(t) and what else {@code scheduler/scheduler_config.json} says (METHOD.md §3); in float64.
 *
 * @param alphasCumprod ᾱ(t) for t = 0 … train steps − 1; the last may be 0 where the U-Net predicts v
 * @param finalAlpha    ᾱ below t = 0
 * @param stepsOffset   added to every timestep of leading spacing
 * @param prediction    what the U-Net predicts
 * @param spacing       how timesteps are spread where nothing else is chosen
 * @param note          what its user may not expect of it; empty for nothing
 */
public record NoiseSchedule(
        double[] alphasCumprod,
        double finalAlpha,
        int stepsOffset,
        PredictionType prediction,
        TimestepSpacing spacing,
        Optional<String> note) {
    private static final int MOST_STEPS = 100_000;
    private static final String ZERO_SNR = "rescale_betas_zero_snr";
    private static final String SPACING = "timestep_spacing";

    public static NoiseSchedule of(Config config) {
        return of(config, config.text("beta_schedule", "scaled_linear"));
    }

    /** The same with β that grows linearly, whatever the file says: motion modules were trained so. */
    public static NoiseSchedule linear(Config config) {
        return of(config, "linear");
    }

    private static NoiseSchedule of(Config config, String form) {
        config.require("trained_betas", "null", "only beta_start and beta_end are supported");
        PredictionType prediction = prediction(config);
        boolean zeroSnr = config.flag(ZERO_SNR, false);
        if (zeroSnr && prediction == PredictionType.EPSILON) {
            throw new WeightException(
                    config.error(ZERO_SNR, "false").getMessage()
                            + ": no ε tells the picture where there is nothing but noise",
                    Remedy.of(Remedy.Id.SAY_PREDICTION));
        }
        double[] alphas = alphas(config, form);
        if (zeroSnr) {
            endInNoise(alphas);
        }
        String spacing = config.text(SPACING, "leading");
        if (!List.of("leading", "trailing", "linspace").contains(spacing)) {
            throw config.error(SPACING, "leading, trailing or linspace");
        }
        return new NoiseSchedule(
                alphas,
                config.flag("set_alpha_to_one", false) ? 1 : alphas[0],
                config.integer("steps_offset", 0, 0, alphas.length - 1),
                prediction,
                spacing.equals("trailing") ? TimestepSpacing.TRAILING : TimestepSpacing.LEADING,
                spacing.equals("linspace")
                        ? Optional.of(config + ": " + SPACING + " linspace: leading is used, as the method defines it")
                        : Optional.empty());
    }

    private static PredictionType prediction(Config config) {
        String stated = config.text("prediction_type", PredictionType.EPSILON.configName());
        return Arrays.stream(PredictionType.values())
                .filter(type -> type.configName().equals(stated))
                .findFirst()
                .orElseThrow(() -> config.error("prediction_type", "epsilon or v_prediction"));
    }

    private static double[] alphas(Config config, String form) {
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
        return alphas;
    }

    /** √ᾱ shifted and scaled so that the last is 0 and the first stays (Lin et al., zero terminal SNR). */
    private static void endInNoise(double[] alphas) {
        double first = Math.sqrt(alphas[0]);
        double last = Math.sqrt(alphas[alphas.length - 1]);
        for (int t = 0; t < alphas.length; t++) {
            alphas[t] = Math.pow((Math.sqrt(alphas[t]) - last) * first / (first - last), 2);
        }
    }

    /** ᾱ(t), or the final ᾱ below 0. */
    public double alpha(int t) {
        return t < 0 ? finalAlpha : alphasCumprod[Math.min(t, alphasCumprod.length - 1)];
    }
}
