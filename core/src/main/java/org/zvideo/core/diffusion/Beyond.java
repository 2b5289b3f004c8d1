package org.zvideo.core.diffusion;

/**
 * Settings that the paper does not have.
 *
 * @param contentAnchor how far the latent is drawn to the inverted trajectory after each step, 0 to 1: the official Z*
 *                      code uses 0.01; with 0 there is no anchor, as in the paper
 * @param keepUnstyled  whether what belongs to no style's mask follows the unedited path, which takes T more U-Net runs
 *                      for each frame that has such a region
 * @param coarseInterval K: the U-Net's coarse levels are computed in every K-th step and reused between; with 1 they are
 *                      computed in every step, as in the paper
 */
public record Beyond(double contentAnchor, boolean keepUnstyled, int coarseInterval) {
    /** Nothing beyond the paper. */
    public static final Beyond NOTHING = new Beyond(0, false, 1);

    public Beyond {
        Shares.require("content anchor", contentAnchor);
        if (coarseInterval < 1) {
            throw new IllegalArgumentException("coarse interval " + coarseInterval + ": expected 1 or more");
        }
    }

    public Beyond withContentAnchor(double other) {
        return new Beyond(other, keepUnstyled, coarseInterval);
    }

    public Beyond withCoarseInterval(int other) {
        return new Beyond(contentAnchor, keepUnstyled, other);
    }
}
