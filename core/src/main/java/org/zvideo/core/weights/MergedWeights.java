package org.zvideo.core.weights;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.LongStream;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.zvideo.core.torch.Ops;

/**
 * The weights of a network with what LoRAs add to them: W + Σ m·(α/r)·ΔW, in float32 whatever the formats of the files. A sum
 * is made when its weight is read, so that only one is in memory beside the network.
 */
final class MergedWeights implements Weights {
    private final Weights base;
    private final Map<String, List<Change>> changes = new LinkedHashMap<>();
    private final Set<String> read = new LinkedHashSet<>();

    private record Change(Lora lora, LoraModule module) {}

    /**
     * Puts LoRAs on top of weights, none of which is read now.
     *
     * @param loras whose order is that of the sum
     * @throws WeightException if a layer is not in the network, or has another shape there
     */
    MergedWeights(Weights base, List<Lora> loras, ModelContainer.Part part, LoraNames names) {
        this.base = base;
        for (Lora lora : loras) {
            List<String> unknown = new ArrayList<>();
            Map<String, String> spelled = new LinkedHashMap<>();
            for (LoraModule module : lora.modules(part)) {
                names.key(module.name())
                        .ifPresentOrElse(key -> add(lora, module, key, spelled), () -> unknown.add(module.spelled()));
            }
            if (!unknown.isEmpty()) {
                throw new WeightException(lora + ": changes " + Named.of(unknown, "layer", "layers")
                        + " that the model " + base + " does not have; use a LoRA for the model's own family"
                        + lora.madeFor());
            }
        }
    }

    private void add(Lora lora, LoraModule module, String key, Map<String, String> spelled) {
        String other = spelled.put(key, module.spelled());
        if (other != null) {
            throw new WeightException(
                    lora + ": " + other + " and " + module.spelled() + " are both " + key + "; the file is damaged");
        }
        long[] stored = base.shape(key);
        if (!Arrays.equals(withoutPixel(stored), withoutPixel(module.change()))) {
            throw new WeightException(lora + ": " + module.spelled() + " changes a weight of "
                    + Arrays.toString(module.change()) + ", that of the model " + base + " is "
                    + Arrays.toString(stored) + "; use a LoRA for the model's own family" + lora.madeFor());
        }
        changes.computeIfAbsent(key, one -> new ArrayList<>()).add(new Change(lora, module));
    }

    /** Linear layers and convolutions of one pixel are the same product. */
    private static long[] withoutPixel(long[] shape) {
        return LongStream.of(shape).skip(2).allMatch(side -> side == 1)
                ? Arrays.copyOf(shape, Math.min(2, shape.length))
                : shape;
    }

    @Override
    public Set<String> names() {
        return base.names();
    }

    @Override
    public long[] shape(String key) {
        return base.shape(key);
    }

    @Override
    public void passOver(Predicate<String> others) {
        base.passOver(others);
    }

    @Override
    public Tensor expect(String key, long... shape) {
        read.add(key);
        return base.expect(key, shape);
    }

    @Override
    public Tensor read(String key, long... shape) {
        read.add(key);
        Tensor merged = base.read(key, shape);
        if (!changes.containsKey(key)) {
            return merged;
        }
        merged = merged.to(ScalarType.Float);
        for (Change change : changes.get(key)) {
            Tensor delta = change.module().delta().reshape(shape);
            merged = merged.add(delta, new Scalar(change.lora().factor(change.module())));
        }
        if (!Ops.finite(merged)) {
            throw new WeightException(changes.get(key).get(0).lora() + ": with it, " + key
                    + " holds numbers that are too large; use a smaller weight");
        }
        return merged;
    }

    @Override
    public void verify() {
        base.verify();
        List<String> unread =
                changes.keySet().stream().filter(key -> !read.contains(key)).toList();
        if (!unread.isEmpty()) {
            throw new WeightException(changes.get(unread.get(0)).get(0).lora() + ": changes "
                    + Named.of(unread, "layer", "layers") + " that the network does not use; use a LoRA for the model's"
                    + " own family");
        }
    }

    @Override
    public String toString() {
        return base.toString();
    }
}
