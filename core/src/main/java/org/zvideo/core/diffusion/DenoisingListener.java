package org.zvideo.core.diffusion;

import org.bytedeco.pytorch.Tensor;
import org.zvideo.core.edit.EditListener;

/** Receives what happens while a frame is denoised. Tensors are valid during the call only. */
public interface DenoisingListener extends EditListener {
    /** Ignores everything. */
    DenoisingListener NONE = new DenoisingListener() {};

    /** One of the U-Net runs before the stylizing is done: a run of the inversion or, with masks, of the reconstruction. */
    default void prepared() {}

    /** The inverted noise traj[T]. */
    default void inverted(Tensor noise) {}

    /** The latent that the first step sees, after SAIN. */
    default void start(Tensor latent) {}

    /**
     * A step is done.
     *
     * @param step     0 at the noisiest
     * @param latent   after the step
     * @param original predicted x̂₀
     * @param energy   E before the update, 0 where it does not act
     */
    default void step(int step, Tensor latent, Tensor original, double energy) {}
}
