package org.zvideo.core.guidance;

import org.bytedeco.pytorch.Tensor;
import org.zvideo.core.torch.Gradients;
import org.zvideo.core.torch.Ops;
import org.zvideo.core.weights.PredictionType;

/** The derivative of x̂₀ with respect to the latent f_t, of which only the transposed is ever needed. */
@FunctionalInterface
public interface Jacobian {
    /**
     * Jᵀ·g.
     *
     * @param gradient g with respect to x̂₀ [1, C, h, w]
     */
    Tensor transposedTimes(Tensor gradient);

    /** ∂x̂₀/∂f_t while the network's output is held: 1/√ᾱ where it is ε, √ᾱ where it is v. */
    static Jacobian held(PredictionType type, double alpha) {
        double slope = slope(type, alpha);
        return gradient -> Ops.times(gradient, slope);
    }

    /** That number. */
    static double slope(PredictionType type, double alpha) {
        return switch (type) {
            case EPSILON -> 1 / Math.sqrt(alpha);
            case V -> Math.sqrt(alpha);
        };
    }

    /**
     * By the graph between them.
     *
     * @param x        f_t, a leaf that requires its gradient
     * @param original x̂₀, computed from x
     */
    static Jacobian ofGraph(Tensor x, Tensor original) {
        return gradient -> {
            try (Gradients on = Gradients.on()) {
                original.mul(gradient).sum().backward();
            }
            return x.grad();
        };
    }
}
