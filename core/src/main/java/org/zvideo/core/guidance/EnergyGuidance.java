package org.zvideo.core.guidance;

import java.util.Optional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.jspecify.annotations.Nullable;
import org.zvideo.core.torch.Ops;

/**
 * Eq. 19: E = ‖x̂₀ⁱ − x̂₀ⁱ⁻¹‖₂ between the predictions of two neighboring frames at the same step, and the step
 * −w·∇E that its gradient with respect to the latent f_t asks for.
 */
public record EnergyGuidance(EnergyOptions options) {
    /** Below this norm the frames agree and the gradient is zero, never NaN. */
    private static final double ZERO = 1e-12;

    /**
     * What the guidance asks for.
     *
     * @param energy E before the update
     * @param update −w·∇E, to be added to f_{t−s} [1, C, h, w]; null where it is zero
     */
    public record Correction(double energy, @Nullable Tensor update) {
        /** The correction of a step in which the energy does not act. */
        public static final Correction NONE = new Correction(0, null);

        /**
         * x̂₀ after the update, which moves f_{t−s} by √ᾱ(t−s) times as much.
         *
         * @param original x̂₀ before it
         */
        public Tensor original(Tensor original, double nextAlpha) {
            return update == null ? original : original.add(Ops.times(update, 1 / Math.sqrt(nextAlpha)));
        }

        public Tensor applyTo(Tensor latent) {
            return update == null ? latent : latent.add(update);
        }
    }

    /**
     * The correction toward what was in the same place, or with a motion toward what moved along, as far as that is trusted:
     * E = ‖√v̄ ⊙ (x̂₀ⁱ − W_z x̂₀ⁱ⁻¹)‖₂, or half its square over C·h·w.
     *
     * @param original  x̂₀ of this frame
     * @param jacobian  of x̂₀ with respect to f_t
     * @param previous  x̂₀ of the previous frame at this step
     * @param motion    of this frame since the previous one
     * @param nextAlpha ᾱ(t−s)
     */
    public Correction correction(
            Tensor original, Jacobian jacobian, Tensor previous, Optional<Alignment> motion, double nextAlpha) {
        Tensor difference =
                original.detach().sub(motion.map(known -> known.moved(previous)).orElse(previous));
        Tensor trusted = motion.map(known -> difference.mul(known.trust())).orElse(difference); // v̄ ⊙ d
        long count = difference.numel();
        double length = norm(trusted);
        double root = motion.isEmpty() ? length : Math.sqrt(sum(trusted.mul(difference))); // ‖√v̄ ⊙ d‖
        boolean squared = options.form() == EnergyOptions.Form.MSE;
        double energy = squared ? root * root / (2 * count) : root;
        if (length < ZERO || options.weight() == 0) {
            return new Correction(energy, null);
        }
        // Of unit length on its way back through the U-Net, where 16-bit numbers would round smaller ones to nothing.
        Tensor gradient = jacobian.transposedTimes(Ops.times(trusted, 1 / length));
        double left = squared ? length : Math.sqrt(count) * (length / root); // what w and the division left
        double weight = options.weight() * left;
        return new Correction(energy, Ops.times(gradient, -weight * shortening(gradient, weight, length, nextAlpha)));
    }

    private static double norm(Tensor tensor) {
        return tensor.norm().to(ScalarType.Double).item_double();
    }

    private static double sum(Tensor tensor) {
        return tensor.sum().to(ScalarType.Double).item_double();
    }

    /**
     * The step is bounded: √ᾱ(t−s)·‖x̂₀ⁱ − x̂₀ⁱ⁻¹‖ would carry the frame's x̂₀ part of f_{t−s} all the way to the previous
     * frame's, and a longer step overshoots whatever its direction. The U-Net's Jacobian makes such steps, and so does
     * the norm, whose gradient keeps its length while the frames approach each other.
     */
    private double shortening(Tensor gradient, double weight, double length, double nextAlpha) {
        double limit = options.reach() * Math.sqrt(nextAlpha) * length;
        double step = weight * norm(gradient);
        return step > limit ? limit / step : 1;
    }
}
