package org.zvideo.core.diffusion;

import java.util.ArrayList;
import java.util.Arrays;
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
import org.zvideo.core.error.ErrorKind;
import org.zvideo.core.error.Remedy;
import org.zvideo.core.error.ZvideoException;
import org.zvideo.core.guidance.EnergyOptions;
import org.zvideo.core.guidance.Sain;
import org.zvideo.core.torch.Gradients;
import org.zvideo.core.torch.Ops;
import org.zvideo.core.torch.PhysicalMemory;
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
    /** The file that it was read from; empty where it was computed here. */
    private Optional<String> origin = Optional.empty();
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

    /**
     * x̂₀ of a denoising step, from ε before the energy's update.
     *
     * @param own that of the frame that asks, which has its shape
     */
    public synchronized Tensor predictedOriginal(int step, Tensor own) {
        if (origin.isPresent()
                && (step >= predictedOriginals.size()
                        || !Arrays.equals(predictedOriginals.get(step).shape(), own.shape()))) {
            throw damaged(origin.get(), ORIGINAL + step);
        }
        return predictedOriginals.get(step);
    }

    private static ZvideoException damaged(String file, String tensor) {
        return new ZvideoException(
                ErrorKind.BAD_INPUT,
                file + ": tensor " + tensor + " is not what a frame leaves; it is damaged",
                Remedy.of(Remedy.Id.START_OVER),
                null);
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
        String file = tensors.toString();
        origin = Optional.of(file);
        keyValues.comesFrom(file);
        PhysicalMemory.require(file, tensors.bytes());
        Map<AttentionSite, Tensor> keys = new HashMap<>();
        for (String name : tensors.names()) {
            if (name.startsWith("key.")) {
                Tensor key = block(tensors, name, placement);
                keys.put(KeyValueFileLayout.site(name), key);
            } else if (name.startsWith("value.")) {
                Tensor value = block(tensors, name, placement);
                AttentionSite site = KeyValueFileLayout.site(name);
                Tensor key = keys.get(site);
                if (key == null || !Arrays.equals(key.shape(), value.shape())) {
                    throw damaged(file, name);
                }
                keyValues.put(site, key, value);
            }
        }
        for (int step = 0; tensors.names().contains(ORIGINAL + step); step++) {
            requireNumbers(tensors, ORIGINAL + step, 4);
            addPredictedOriginal(placement.toLatentFormat(tensors.read(ORIGINAL + step)));
        }
        if (tensors.names().contains(NOISE_WEIGHT)) {
            requireNumbers(tensors, NOISE_WEIGHT, 1);
            requireNumbers(tensors, NOISE_MEAN, 4);
            long[] mean = tensors.shape(NOISE_MEAN);
            if (tensors.shape(NOISE_WEIGHT)[0] != 1 || mean[0] != 1 || mean[2] != 1 || mean[3] != 1) {
                throw damaged(file, NOISE_MEAN);
            }
            keepNoise(new Sain.Content(
                    Ops.doubles(tensors.read(NOISE_WEIGHT))[0], placement.toLatentFormat(tensors.read(NOISE_MEAN))));
        }
    }

    private static Tensor block(Safetensors tensors, String name, Placement placement) {
        if (!KeyValueFileLayout.isName(name)) {
            throw damaged(tensors.toString(), name);
        }
        requireNumbers(tensors, name, 3);
        Tensor stored = tensors.read(name);
        return KeyValueFileLayout.asNamed(name, stored.to(placement.device().torch(), stored.scalar_type()));
    }

    /** Requires a tensor of fractions with that number of dimensions. */
    private static void requireNumbers(Safetensors tensors, String name, int dimensions) {
        if (!tensors.names().contains(name)
                || tensors.shape(name).length != dimensions
                || !tensors.holdsFractions(name)) {
            throw damaged(tensors.toString(), name);
        }
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
