package org.zvideo.core.guidance;

import org.bytedeco.pytorch.Tensor;
import org.zvideo.core.torch.Gradients;
import org.zvideo.core.torch.Ops;

/** The derivative of x̂₀ with respect to the latent f_t, of which only the transposed is ever needed. */
@FunctionalInterface
public interface Jacobian {
    /**
     * Jᵀ·g.
     *
     * @param gradient g with respect to x̂₀ [1, C, h, w]
     */
    Tensor transposedTimes(Tensor gradient);

    /** ∂x̂₀/∂f_t = 1/√ᾱ, when ε is held. */
    static Jacobian held(double alpha) {
        return gradient -> Ops.times(gradient, 1 / Math.sqrt(alpha));
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
