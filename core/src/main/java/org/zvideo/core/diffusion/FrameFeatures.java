package org.zvideo.core.diffusion;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.zvideo.core.attention.KeyValueStorage;
import org.zvideo.core.attention.KeyValueStore;
import org.zvideo.core.torch.TensorOwner;

/** What a stylised frame leaves for the frames after it: its own K, V of the edited layers and its x̂₀ of each step. */
public final class FrameFeatures implements AutoCloseable {
    private final KeyValueStore keyValues;
    private final TensorOwner owner = new TensorOwner("predicted x̂₀");
    private final List<Tensor> predictedOriginals = new ArrayList<>();

    public FrameFeatures(KeyValueStorage storage) {
        keyValues = new KeyValueStore("frame", storage);
    }

    public KeyValueStore keyValues() {
        return keyValues;
    }

    void addPredictedOriginal(Tensor latent) {
        predictedOriginals.add(owner.keep(latent));
    }

    /** x̂₀ of a denoising step, from ε before the energy's update. */
    public Tensor predictedOriginal(int step) {
        return predictedOriginals.get(step);
    }

    /** Bytes held. */
    public long bytes() {
        return keyValues.bytes() + owner.bytes();
    }

    @Override
    public void close() {
        keyValues.close();
        owner.close();
    }
}
