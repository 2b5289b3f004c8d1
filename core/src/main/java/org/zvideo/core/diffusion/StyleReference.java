package org.zvideo.core.diffusion;

import java.util.Optional;
import org.zvideo.core.attention.RegionMask;

/**
 * A style in use: its features, its weight λ_n and, where it is regional, its mask.
 */
public record StyleReference(StyleFeatures features, double lambda, Optional<RegionMask> mask) {
}
