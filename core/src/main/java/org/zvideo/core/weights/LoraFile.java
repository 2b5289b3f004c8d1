package org.zvideo.core.weights;

import java.nio.file.Path;
import java.util.Comparator;

/**
 * A LoRA and how much of it is added to a model. Sorted lists make the sum, whose last bits depend on the order, the same
 * however the files were named.
 *
 * @param file   a {@code .safetensors} file
 * @param weight m in W + m·(α/r)·ΔW; 1 for the whole of it, negative to take it away
 */
public record LoraFile(Path file, double weight) implements Comparable<LoraFile> {
    private static final Comparator<LoraFile> ORDER =
            Comparator.<LoraFile, String>comparing(one -> one.file.toString()).thenComparingDouble(one -> one.weight);

    public LoraFile {
        if (!Double.isFinite(weight)) {
            throw new IllegalArgumentException("LoRA " + file + ": weight " + weight + ": expected a finite number");
        }
    }

    /**
     * Whether it is added to a motion module and not to a model for pictures.
     *
     * @throws WeightException if it cannot be read
     */
    boolean isOfMotion() {
        try (Safetensors tensors = Safetensors.open(file)) {
            return LoraFamilies.isOfMotion(tensors);
        }
    }

    @Override
    public int compareTo(LoraFile other) {
        return ORDER.compare(this, other);
    }
}
