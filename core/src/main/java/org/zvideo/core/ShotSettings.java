package org.zvideo.core;

import java.util.List;
import java.util.function.Supplier;
import org.zvideo.core.diffusion.LatentDiffusion;

/**
 * What all frames of a shot have in common.
 *
 * @param styles gives the same at every call; a frame asks when it is inverted
 */
record ShotSettings(
        LatentDiffusion model, ModelSize size, StyleTransferOptions options, Supplier<List<Style>> styles) {}
