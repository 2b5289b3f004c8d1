package org.zvideo.core.diffusion;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.zvideo.core.attention.AttentionSite;
import org.zvideo.core.edit.KeyValueStorage;
import org.zvideo.core.edit.KeyValueStore;
import org.zvideo.core.error.Closing;
import org.zvideo.core.torch.Gradients;
import org.zvideo.core.torch.Placement;
import org.zvideo.core.torch.TensorOwner;
import org.zvideo.core.torch.TensorScope;
import org.zvideo.core.weights.Safetensors;
import org.zvideo.core.weights.SafetensorsWriter;

/** What a stylized frame leaves for the frames after it: its own K, V of the edited layers and its x̂₀ of each step. */
public final class FrameFeatures implements AutoCloseable {
    private final KeyValueStore keyValues;
    private final TensorOwner owner = new TensorOwner("predicted x̂₀");
    private final List<Tensor> predictedOriginals = new ArrayList<>();

    public FrameFeatures(KeyValueStorage storage) {
        this(new MemorySaving(storage, false));
    }

    /** @param memory says where its keys and values lie */
    public FrameFeatures(MemorySaving memory) {
        keyValues = memory.store("frame");
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

    /** Writes all of it as a safetensors file and waits until the disk has it. */
    public void write(Path file) throws IOException {
        try (TensorScope scope = TensorScope.open("writing features")) {
            Map<String, Tensor> tensors = new LinkedHashMap<>();
            keyValues.blocks().forEach((site, block) -> {
                tensors.put(KeyValueFileLayout.name("key", site, block.key()), KeyValueFileLayout.inOrder(block.key()));
                tensors.put(
                        KeyValueFileLayout.name("value", site, block.value()),
                        KeyValueFileLayout.inOrder(block.value()));
            });
            for (int step = 0; step < predictedOriginals.size(); step++) {
                tensors.put("original." + step, predictedOriginals.get(step));
            }
            SafetensorsWriter.write(file, tensors);
        }
    }

    /** What {@link #write} wrote, as it lay in memory: sums may depend on the order of the numbers. */
    public static FrameFeatures read(Path file, MemorySaving memory, Placement placement) {
        FrameFeatures features = new FrameFeatures(memory);
        return Closing.onFailure(features, () -> {
            try (Gradients off = Gradients.off();
                    TensorScope scope = TensorScope.open("reading features");
                    Safetensors tensors = Safetensors.open(file)) {
                Map<AttentionSite, Tensor> keys = new HashMap<>();
                int steps = 0;
                for (String name : tensors.names()) {
                    Tensor stored = tensors.read(name);
                    Tensor tensor = stored.to(placement.device().torch(), stored.scalar_type());
                    if (name.startsWith("key.")) {
                        keys.put(KeyValueFileLayout.site(name), KeyValueFileLayout.asNamed(name, tensor));
                    } else if (name.startsWith("value.")) {
                        AttentionSite site = KeyValueFileLayout.site(name);
                        features.keyValues.put(site, keys.get(site), KeyValueFileLayout.asNamed(name, tensor));
                    } else {
                        steps++;
                    }
                }
                for (int step = 0; step < steps; step++) {
                    features.addPredictedOriginal(placement.toLatentFormat(tensors.read("original." + step)));
                }
                return features;
            }
        });
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
