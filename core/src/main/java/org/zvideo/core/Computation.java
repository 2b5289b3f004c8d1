package org.zvideo.core;

import org.zvideo.core.diffusion.DualPath;
import org.zvideo.core.diffusion.LatentDiffusion;

/**
 * What computes a frame.
 *
 * @param model in some number format
 * @param path  the method with that model
 */
record Computation(LatentDiffusion model, DualPath path) {
    static Computation of(LatentDiffusion model, StyleTransferOptions options) {
        return new Computation(
                model, new DualPath(model.predictor(), model.schedule(), options.method(), options.memory()));
    }
}
