package org.zvideo.core.diffusion;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.bytedeco.pytorch.Tensor;
import org.zvideo.core.attention.AttentionSite;
import org.zvideo.core.edit.InterFrameAttention.Source;
import org.zvideo.core.edit.KeyValueStorage;
import org.zvideo.core.edit.KeyValueStore;
import org.zvideo.core.error.Closing;
import org.zvideo.core.guidance.EnergyOptions;
import org.zvideo.core.guidance.Sain;
import org.zvideo.core.torch.Gradients;
import org.zvideo.core.torch.Ops;
import org.zvideo.core.torch.Placement;
import org.zvideo.core.torch.TensorOwner;
import org.zvideo.core.torch.TensorScope;
import org.zvideo.core.weights.Safetensors;

/**
 * What a stylized frame leaves for the frames after it, as far as their ties ask for it: its own K, V of the edited layers,
 * its x̂₀ of each step, and what SAIN took from its noise.
 *
 * <p>One thread fills it step by step while the threads of later frames read it: {@link #await} holds them until the step
 * that they need is {@linkplain #publish published}.
 */
public final class FrameFeatures implements AutoCloseable {
    private static final String ORIGINAL = "original.";
    private static final String NOISE_WEIGHT = "noise.weight";
    private static final String NOISE_MEAN = "noise.mean";
    /** Comes before step 0 and stands for what is known before it: what SAIN took from the noise. */
    static final int NOISE = -1;

    private static final int NOTHING = NOISE - 1;

    private final KeyValueStore keyValues;
    private final boolean wantsKeyValues;
    private final boolean wantsOriginals;
    private final boolean wantsNoise;
    private final TensorOwner owner = new TensorOwner("features of a frame");
    private final List<Tensor> predictedOriginals = new ArrayList<>();
    private Optional<Sain.Content> noise = Optional.empty();
    /** The newest step that is complete. */
    private int published = NOTHING;

    private boolean abandoned;

    /** Room for everything but the noise. */
    public FrameFeatures(KeyValueStorage storage) {
        this(new MemorySaving(storage, false), true, true, false);
    }

    /**
     * Room for what later frames ask for.
     *
     * @param memory says where its keys and values lie
     * @param ties   of those frames
     * @param anchor whether they look at this one where they would look at frame 0
     */
    public FrameFeatures(MemorySaving memory, FrameTies ties, boolean anchor) {
        this(
                memory,
                ties.attend().contains(Source.PREVIOUS)
                        || anchor && ties.attend().contains(Source.FIRST),
                ties.energy().gradient() != EnergyOptions.Gradient.NONE,
                anchor && ties.heldNoise());
    }

    private FrameFeatures(MemorySaving memory, boolean keyValues, boolean originals, boolean noise) {
        this.keyValues = memory.store("frame");
        wantsKeyValues = keyValues;
        wantsOriginals = originals;
        wantsNoise = noise;
    }

    boolean wantsKeyValues() {
        return wantsKeyValues;
    }

    boolean wantsNoise() {
        return wantsNoise;
    }

    public KeyValueStore keyValues() {
        return keyValues;
    }

    /**
     * Says that this step and all before it are complete.
     *
     * @throws org.zvideo.core.torch.NonFiniteException if its keys or values overflowed
     */
    void publish(int step) {
        keyValues.verify(step);
        announce(step);
    }

    private synchronized void announce(int step) {
        published = step;
        notifyAll();
    }

    /**
     * Waits until a step is complete.
     *
     * @throws CancellationException if it will not be: the frame failed, or this thread was interrupted
     */
    synchronized void await(int step) {
        while (published < step) {
            if (abandoned) {
                throw new CancellationException("a frame that this one looks at has failed");
            }
            try {
                wait();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new CancellationException("interrupted while waiting for another frame");
            }
        }
    }

    /** Says that the steps that are not complete will not be: those who wait for them need not. */
    public synchronized void abandon() {
        abandoned = true;
        notifyAll();
    }

    /** Forgets everything, so that the frame can be computed again. Nobody may be reading. */
    public synchronized void restart() {
        keyValues.clear();
        owner.clear();
        predictedOriginals.clear();
        noise = Optional.empty();
        published = NOTHING;
        abandoned = false;
    }

    synchronized void addPredictedOriginal(Tensor latent) {
        if (wantsOriginals) {
            predictedOriginals.add(owner.keep(latent));
        }
    }

    synchronized void keepNoise(Sain.Content content) {
        owner.keep(content.mean());
        noise = Optional.of(content);
    }

    /** w and μ_c, where they are held for later frames. */
    public synchronized Optional<Sain.Content> noise() {
        return noise;
    }

    /** x̂₀ of a denoising step, from ε before the energy's update. */
    public synchronized Tensor predictedOriginal(int step) {
        return predictedOriginals.get(step);
    }

    /** All of it by name, for a safetensors file; the tensors are made in the scope of the caller. */
    public Map<String, Tensor> tensors() {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        keyValues.blocks().forEach((site, block) -> {
            tensors.put(KeyValueFileLayout.name("key", site, block.key()), KeyValueFileLayout.inOrder(block.key()));
            tensors.put(
                    KeyValueFileLayout.name("value", site, block.value()), KeyValueFileLayout.inOrder(block.value()));
        });
        for (int step = 0; step < predictedOriginals.size(); step++) {
            tensors.put(ORIGINAL + step, predictedOriginals.get(step));
        }
        noise.ifPresent(content -> {
            tensors.put(NOISE_WEIGHT, Ops.tensor(new double[] {content.weight()}, 1));
            tensors.put(NOISE_MEAN, content.mean());
        });
        return tensors;
    }

    /**
     * What {@link #tensors} gave, as it lay in memory: sums may depend on the order of the numbers.
     *
     * @param ties of the frames to come
     */
    public static FrameFeatures read(Safetensors tensors, MemorySaving memory, FrameTies ties, Placement placement) {
        FrameFeatures features = new FrameFeatures(memory, ties, true);
        return Closing.onFailure(features, () -> {
            try (Gradients off = Gradients.off();
                    TensorScope scope = TensorScope.open("reading features")) {
                features.take(tensors, placement);
                features.publish(Integer.MAX_VALUE);
                return features;
            }
        });
    }

    private void take(Safetensors tensors, Placement placement) {
        Map<AttentionSite, Tensor> keys = new HashMap<>();
        for (String name : tensors.names()) {
            if (name.startsWith("key.")) {
                keys.put(KeyValueFileLayout.site(name), block(tensors, name, placement));
            } else if (name.startsWith("value.")) {
                AttentionSite site = KeyValueFileLayout.site(name);
                keyValues.put(site, keys.get(site), block(tensors, name, placement));
            }
        }
        for (int step = 0; tensors.names().contains(ORIGINAL + step); step++) {
            addPredictedOriginal(placement.toLatentFormat(tensors.read(ORIGINAL + step)));
        }
        if (tensors.names().contains(NOISE_WEIGHT)) {
            keepNoise(new Sain.Content(
                    Ops.doubles(tensors.read(NOISE_WEIGHT))[0], placement.toLatentFormat(tensors.read(NOISE_MEAN))));
        }
    }

    private static Tensor block(Safetensors tensors, String name, Placement placement) {
        Tensor stored = tensors.read(name);
        return KeyValueFileLayout.asNamed(name, stored.to(placement.device().torch(), stored.scalar_type()));
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
