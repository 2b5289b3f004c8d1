package org.zvideo.core.diffusion;

import java.util.Optional;
import org.bytedeco.pytorch.Tensor;
import org.zvideo.core.edit.RegionMask;
import org.zvideo.core.guidance.Sain;

/**
 * A style in use: its features, its weight λ_n and, where it is regional, its mask.
 */
public record StyleReference(StyleFeatures features, double lambda, Optional<RegionMask> mask) {
    /** What SAIN needs of it, for a content latent [1, C, h, w]. */
    Sain.StyleNoise noise(Tensor content) {
        long height = content.size(2);
        long width = content.size(3);
        return new Sain.StyleNoise(
                features.noise(),
                lambda,
                mask.map(region -> region.tokens(height * width).reshape(1, 1, height, width))
                        .orElse(null));
    }
}
