package org.zvideo.core.diffusion;

import org.bytedeco.pytorch.Tensor;
import org.zvideo.core.edit.EditListener;

/** Told what happens while a frame is denoised. Tensors are valid during the call. */
public interface DenoisingListener extends EditListener {
    /** Listens to nothing. */
    DenoisingListener NONE = new DenoisingListener() {};

    /** A U-Net run is done of those that come before the stylizing: inversion and, under masks, reconstruction. */
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
