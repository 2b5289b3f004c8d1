package org.zvideo.core.diffusion;

import org.bytedeco.pytorch.Tensor;
import org.zvideo.core.torch.Ops;
import org.zvideo.core.weights.PredictionType;

/**
 * The two parts of a noisy latent x = √ᾱ·x̂₀ + √(1−ᾱ)·ε̂ as the network tells them. ᾱ is that of the latent: in an inversion it
 * belongs to another timestep than the one that the network is shown (METHOD.md §3).
 *
 * @param original x̂₀ [1, C, h, w]
 * @param noise    ε̂ [1, C, h, w]
 */
public record Estimate(Tensor original, Tensor noise) {
    /**
     * From the network's output: ε, or v with x̂₀ = √ᾱ·x − √(1−ᾱ)·v and ε̂ = √ᾱ·v + √(1−ᾱ)·x.
     *
     * @param alpha ᾱ of x; more than 0 where the output is ε
     */
    public static Estimate of(PredictionType type, Tensor x, Tensor output, double alpha) {
        return switch (type) {
            case EPSILON -> ofNoise(x, output, alpha);
            case V ->
                new Estimate(
                        Ops.combine(Math.sqrt(alpha), x, -Math.sqrt(1 - alpha), output),
                        Ops.combine(Math.sqrt(alpha), output, Math.sqrt(1 - alpha), x));
        };
    }

    /** From an ε̂ that is known, with ᾱ &gt; 0. */
    static Estimate ofNoise(Tensor x, Tensor noise, double alpha) {
        return new Estimate(Ddim.predictedOriginal(x, noise, alpha), noise);
    }

    /** ∂x̂₀/∂output, the same number for every element. */
    static double slopeOfOutput(PredictionType type, double alpha) {
        return switch (type) {
            case EPSILON -> -Math.sqrt((1 - alpha) / alpha);
            case V -> -Math.sqrt(1 - alpha);
        };
    }
}
