package org.zvideo.core.unet;

import java.util.Optional;
import org.bytedeco.pytorch.Tensor;
import org.zvideo.core.torch.TensorOwner;

/**
 * The map that the coarse levels of the U-Net hand to the two finest, kept from one run for the next (as DeepCache does):
 * between neighboring timesteps it changes little, and the layers that the method edits by default come after it.
 */
public final class CoarseFeatures implements AutoCloseable {
    /** Resolutions that are computed in every run. */
    public static final int FINE_LEVELS = 2;

    private TensorOwner owner = new TensorOwner("coarse features");
    private Tensor map;

    /** What was kept; empty before the first run. */
    Optional<Tensor> map() {
        return Optional.ofNullable(map);
    }

    void keep(Tensor computed) {
        owner.close();
        owner = new TensorOwner("coarse features");
        map = owner.keep(computed.detach());
    }

    @Override
    public void close() {
        map = null;
        owner.close();
    }
}
