package org.zvideo.core.weights;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.zvideo.core.error.Closing;

/**
 * What a model is made of.
 *
 * @param model      a diffusers folder or a single {@code .safetensors} file
 * @param configs    the folder whose {@code config.json} files describe a single file; empty for those of its family
 * @param loras      what is added to its weights, in any order
 * @param inversion  which weights invert
 * @param prediction what the U-Net predicts, whatever the model's files state; empty for what they state
 */
public record ModelSource(
        Path model,
        Optional<Path> configs,
        List<LoraFile> loras,
        InversionWeights inversion,
        Optional<PredictionType> prediction) {
    public ModelSource {
        loras = loras.stream().sorted().toList();
    }

    /** A model with LoRAs that also invert, which says itself what it predicts. */
    public ModelSource(Path model, Optional<Path> configs, List<LoraFile> loras) {
        this(model, configs, loras, InversionWeights.MERGED, Optional.empty());
    }

    /** A model as it is stored. */
    public static ModelSource of(Path model, Optional<Path> configs) {
        return new ModelSource(model, configs, List.of());
    }

    /** A model as it is stored, which says itself what it is. */
    public static ModelSource of(Path model) {
        return of(model, Optional.empty());
    }

    /**
     * Opens the model.
     *
     * @throws WeightException          if a file of it cannot be used
     * @throws IllegalArgumentException if configs are given for a folder, which has its own
     */
    public ModelContainer open() {
        ModelContainer base = ModelContainer.open(model, configs, prediction);
        return loras.isEmpty() ? base : Closing.onFailure(base, () -> MergedModel.of(base, loras, inversion));
    }
}
