package org.zvideo.core.weights;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.zvideo.core.error.Closing;

/**
 * What a model is made of.
 *
 * @param model   a diffusers folder or a single {@code .safetensors} file
 * @param configs the folder whose {@code config.json} files describe a single file; empty for Stable Diffusion v1's
 * @param loras   what is added to its weights, in any order
 */
public record ModelSource(Path model, Optional<Path> configs, List<LoraFile> loras) {
    public ModelSource {
        loras = loras.stream().sorted().toList();
    }

    /** A model as it is stored. */
    public static ModelSource of(Path model, Optional<Path> configs) {
        return new ModelSource(model, configs, List.of());
    }

    /** The LoRAs that are added to a motion module. */
    public List<LoraFile> ofMotion() {
        return loras.stream().filter(LoraFile::isOfMotion).toList();
    }

    /** The same without them. */
    public ModelSource ofPictures() {
        return new ModelSource(
                model,
                configs,
                loras.stream().filter(lora -> !lora.isOfMotion()).toList());
    }

    /**
     * Opens the model.
     *
     * @throws WeightException          if a file of it cannot be used
     * @throws IllegalArgumentException if configs are given for a folder, which has its own
     */
    public ModelContainer open() {
        ModelContainer base = ModelContainer.open(model, configs);
        return loras.isEmpty() ? base : Closing.onFailure(base, () -> MergedModel.of(base, loras));
    }
}
