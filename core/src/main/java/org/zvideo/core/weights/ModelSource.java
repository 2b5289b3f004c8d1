package org.zvideo.core.weights;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.zvideo.core.error.Closing;

/**
 * What a model is read from.
 *
 * @param model   a diffusers folder, a single {@code .safetensors} file, a folder that holds one, or the folder of either in
 *                Hugging Face's cache
 * @param configs folder of config files for a single file; empty for Stable Diffusion v1's
 * @param vae     an autoencoder, a file or a folder, in place of the model's own
 * @param decoder a file or a folder with the decoder in place of the autoencoder's
 */
public record ModelSource(Path model, Optional<Path> configs, Optional<Path> vae, Optional<Path> decoder) {
    /** A model with all that is its own. */
    public static ModelSource of(Path model) {
        return new ModelSource(model, Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** The same with a folder of configs that describes the model's file. */
    public ModelSource withConfigs(Path folder) {
        return new ModelSource(model, Optional.of(folder), vae, decoder);
    }

    /** The same with another autoencoder. */
    public ModelSource withVae(Path other) {
        return new ModelSource(model, configs, Optional.of(other), decoder);
    }

    /** The same with another decoder. */
    public ModelSource withDecoder(Path other) {
        return new ModelSource(model, configs, vae, Optional.of(other));
    }

    /** All that was named. */
    public List<Path> paths() {
        return Stream.of(Optional.of(model), configs, vae, decoder)
                .flatMap(Optional::stream)
                .toList();
    }

    /**
     * Opens it.
     *
     * @throws WeightException          if one of them is not what it is given as
     * @throws IllegalArgumentException if configs are given for a folder, which has its own
     */
    public ModelContainer open() {
        ModelContainer own = ModelContainer.open(model, configs);
        return vae.isEmpty() && decoder.isEmpty()
                ? own
                : Closing.onFailure(own, () -> new ModelWithVae(own, vae, decoder));
    }
}
