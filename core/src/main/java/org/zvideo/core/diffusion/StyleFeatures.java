package org.zvideo.core.diffusion;

import java.util.Optional;
import org.bytedeco.pytorch.Tensor;
import org.zvideo.core.edit.KeyValueStore;
import org.zvideo.core.torch.TensorOwner;

/** What the style path yields once for all frames: the inverted noise and K_s, V_s of every edited layer and step. */
public final class StyleFeatures implements AutoCloseable {
    private final TensorOwner owner = new TensorOwner("style noise");
    private final KeyValueStore keyValues;
    private final Tensor noise;
    private Tensor gram;

    StyleFeatures(Tensor noise, MemorySaving memory) {
        keyValues = memory.store("style");
        this.noise = owner.keep(noise);
    }

    /** traj_s[T]. */
    public Tensor noise() {
        return noise;
    }

    public KeyValueStore keyValues() {
        return keyValues;
    }

    /** Eq. 14's G of the style [C, C] at {@link DualPath#lastStyled}; empty if the style acts nowhere. */
    public Optional<Tensor> gram() {
        return Optional.ofNullable(gram);
    }

    void keepGram(Tensor matrix) {
        gram = owner.keep(matrix);
    }

    @Override
    public void close() {
        keyValues.close();
        owner.close();
    }
}
