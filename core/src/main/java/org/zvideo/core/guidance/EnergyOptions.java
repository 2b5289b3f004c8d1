package org.zvideo.core.guidance;

import org.zvideo.core.edit.StepRange;

/**
 * The energy between frames, Eq. 19.
 *
 * @param gradient through what it is taken; {@code NONE} switches the guidance off
 * @param form     of the energy
 * @param weight   w₀ ≥ 0, independent of the frame's size: w = w₀·√(C·h·w) for {@code NORM}, w₀·C·h·w for {@code MSE}
 * @param steps    in which it acts
 * @param reach    bound on a step: it may move the latent at most this share of what would carry the frame's x̂₀ all the
 *                 way to the previous frame's; infinite for the paper's unbounded step
 */
public record EnergyOptions(Gradient gradient, Form form, double weight, StepRange steps, double reach) {
    /** No guidance. */
    public static final EnergyOptions OFF =
            new EnergyOptions(Gradient.NONE, Form.NORM, 0, new StepRange(0, 0), Double.POSITIVE_INFINITY);

    /** Through what the gradient is taken. */
    public enum Gradient {
        /** No energy. */
        NONE,
        /** ε held constant. */
        X0,
        /** Through ε_θ and every edited attention, as Eq. 19 says. */
        UNET
    }

    /** What is minimized, d being the difference of the two x̂₀. */
    public enum Form {
        /** ‖d‖₂, the paper's. */
        NORM,
        /** ½‖d‖²/(C·h·w): its gradient fades as the frames agree. */
        MSE
    }

    public EnergyOptions {
        if (!(weight >= 0) || Double.isInfinite(weight)) {
            throw new IllegalArgumentException("energy weight " + weight + ": expected 0 or more");
        }
        if (!(reach > 0)) {
            throw new IllegalArgumentException("energy reach " + reach + ": expected more than 0");
        }
    }

    public EnergyOptions withGradient(Gradient other) {
        return new EnergyOptions(other, form, weight, steps, reach);
    }

    /** Another weight, with a bound in proportion: a step that the bound shortens follows the weight too. */
    public EnergyOptions withWeight(double other) {
        return new EnergyOptions(
                gradient, form, other, steps, weight > 0 && other > 0 ? reach * other / weight : reach);
    }

    /**
     * Whether the bound alone decides how long each step is, so that neither weight nor form do. The squared form with ε held
     * constant asks for w₀/√(ᾱ(t)·ᾱ(t−s)) of the way to the previous frame, which is more than w₀; the norm asks for more
     * than that as long as d has a root mean square below 1.
     */
    public boolean alwaysBounded() {
        return gradient == Gradient.X0 && weight >= reach;
    }

    /** Whether the gradient goes through the U-Net, which then needs its graph and kernels that have a gradient. */
    public boolean differentiatesModel() {
        return gradient == Gradient.UNET;
    }

    /** Whether the energy acts in a denoising step. */
    public boolean acts(int step) {
        return gradient != Gradient.NONE && steps.contains(step);
    }
}
