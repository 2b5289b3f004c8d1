package org.zvideo.core.diffusion;

import java.util.Optional;
import org.bytedeco.pytorch.Tensor;
import org.zvideo.core.edit.EditedAttention.StyleSource;
import org.zvideo.core.edit.RegionMask;
import org.zvideo.core.guidance.Sain;

/**
 * A style as the frames of a shot use it.
 *
 * @param noise  the style's inverted noise traj_s[T], for SAIN
 * @param source its keys and values with its weights and, where it is regional, its mask
 */
public record StyleReference(Tensor noise, StyleSource source) {
    /** A prepared style with weight λ_n; without a mask it acts everywhere. */
    public static StyleReference of(StyleFeatures features, double lambda, Optional<RegionMask> mask) {
        return of(features, lambda, 1, mask);
    }

    /**
     * A prepared style that acts as a part of a mix.
     *
     * @param lambda λ_n
     * @param weight more than 0 and at most 1: by its logarithm the logits are raised, and λ_n times this is its share in SAIN
     * @param mask   where it acts; empty for everywhere
     */
    public static StyleReference of(StyleFeatures features, double lambda, double weight, Optional<RegionMask> mask) {
        return new StyleReference(features.noise(), new StyleSource(features.keyValues(), lambda, weight, mask));
    }

    /** What SAIN needs of this style for a content latent [1, C, h, w]. */
    Sain.StyleNoise noiseFor(Tensor content) {
        long height = content.size(2);
        long width = content.size(3);
        return new Sain.StyleNoise(
                noise,
                source.lambda() * source.weight(),
                source.mask()
                        .map(region -> region.tokens(height * width).reshape(1, 1, height, width))
                        .orElse(null));
    }
}
