package org.zvideo.core.diffusion;

import java.util.OptionalInt;

/**
 * Settings that the paper does not have.
 *
 * @param contentAnchor how far the latent is drawn to the inverted trajectory after each step, 0 to 1: the official Z*
 *                      code uses 0.01; with 0 there is no anchor, as in the paper
 * @param keepUnstyled  whether what belongs to no style's mask follows the unedited path, which takes T more U-Net runs
 *                      for each frame that has such a region
 * @param coarseInterval K: the U-Net's coarse levels are computed in every K-th step and reused between; with 1 they are
 *                      computed in every step, as in the paper
 * @param inversionInterval N: after its third step a frame's inversion computes ε in every N-th step only; the others take that
 *                      of the step before them. With 1 it is computed in every step, as in the paper
 * @param timesteps     which timesteps are taken; the paper's are of leading spacing
 * @param inversionSteps steps of an inversion, at least T, on a grid that contains the T timesteps; empty for T, as in the paper
 */
public record Beyond(
        double contentAnchor,
        boolean keepUnstyled,
        int coarseInterval,
        int inversionInterval,
        TimestepChoice timesteps,
        OptionalInt inversionSteps) {
    /** Nothing beyond the paper. */
    public static final Beyond NOTHING = new Beyond(0, false);

    /** ε changes fastest where there is little noise, so the first steps always compute it. */
    private static final int NEVER_HELD = 3;

    public Beyond {
        Shares.require("content anchor", contentAnchor);
        if (coarseInterval < 1) {
            throw new IllegalArgumentException("coarse interval " + coarseInterval + ": expected 1 or more");
        }
        if (inversionInterval < 1) {
            throw new IllegalArgumentException("inversion interval " + inversionInterval + ": expected 1 or more");
        }
    }

    /** Every step of every path is computed as a whole. */
    public Beyond(double contentAnchor, boolean keepUnstyled) {
        this(contentAnchor, keepUnstyled, 1, 1, TimestepChoice.MODELS, OptionalInt.empty());
    }

    /**
     * Whether a step of a frame's inversion takes ε from the step before it.
     *
     * @param step 0 at the clean latent
     */
    public boolean holds(int step) {
        return step > NEVER_HELD && (step - NEVER_HELD) % inversionInterval != 0;
    }

    public Beyond withContentAnchor(double other) {
        return new Beyond(other, keepUnstyled, coarseInterval, inversionInterval, timesteps, inversionSteps);
    }

    public Beyond withCoarseInterval(int other) {
        return new Beyond(contentAnchor, keepUnstyled, other, inversionInterval, timesteps, inversionSteps);
    }

    public Beyond withInversionInterval(int other) {
        return new Beyond(contentAnchor, keepUnstyled, coarseInterval, other, timesteps, inversionSteps);
    }

    public Beyond withTimesteps(TimestepChoice other) {
        return new Beyond(contentAnchor, keepUnstyled, coarseInterval, inversionInterval, other, inversionSteps);
    }

    public Beyond withInversionSteps(OptionalInt other) {
        return new Beyond(contentAnchor, keepUnstyled, coarseInterval, inversionInterval, timesteps, other);
    }
}
