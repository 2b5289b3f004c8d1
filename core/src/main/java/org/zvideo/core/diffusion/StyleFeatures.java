package org.zvideo.core.diffusion;

import org.bytedeco.pytorch.Tensor;
import org.zvideo.core.attention.KeyValueStore;
import org.zvideo.core.torch.TensorOwner;

/** What the style path yields once for all frames: the inverted noise and K_s, V_s of every edited layer and step. */
public final class StyleFeatures implements AutoCloseable {
    private final TensorOwner owner = new TensorOwner("style noise");
    private final KeyValueStore keyValues = new KeyValueStore("style");
    private final Tensor noise;

    StyleFeatures(Tensor noise) {
        this.noise = owner.keep(noise);
    }

    /** traj_s[T]. */
    public Tensor noise() {
        return noise;
    }

    public KeyValueStore keyValues() {
        return keyValues;
    }

    @Override
    public void close() {
        keyValues.close();
        owner.close();
    }
}
