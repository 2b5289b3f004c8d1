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
 * @param loras   what is added to the model's weights; sorted
 */
public record ModelSource(
        Path model, Optional<Path> configs, Optional<Path> vae, Optional<Path> decoder, List<LoraFile> loras) {
    public ModelSource {
        loras = loras.stream().sorted().toList();
    }

    /** A model with all that is its own. */
    public static ModelSource of(Path model) {
        return new ModelSource(model, Optional.empty(), Optional.empty(), Optional.empty(), List.of());
    }

    /** The same with a folder of configs that describes the model's file. */
    public ModelSource withConfigs(Path folder) {
        return new ModelSource(model, Optional.of(folder), vae, decoder, loras);
    }

    /** The same with another autoencoder. */
    public ModelSource withVae(Path other) {
        return new ModelSource(model, configs, Optional.of(other), decoder, loras);
    }

    /** The same with another decoder. */
    public ModelSource withDecoder(Path other) {
        return new ModelSource(model, configs, vae, Optional.of(other), loras);
    }

    /** The same with other LoRAs. */
    public ModelSource withLoras(List<LoraFile> others) {
        return new ModelSource(model, configs, vae, decoder, others);
    }

    /** The same, to be used where another folder is the current one. */
    public ModelSource absolute() {
        return new ModelSource(
                model.toAbsolutePath(),
                configs.map(Path::toAbsolutePath),
                vae.map(Path::toAbsolutePath),
                decoder.map(Path::toAbsolutePath),
                loras.stream()
                        .map(lora -> new LoraFile(lora.file().toAbsolutePath(), lora.weight()))
                        .toList());
    }

    /** All that was named. */
    public List<Path> paths() {
        return Stream.concat(
                        Stream.of(Optional.of(model), configs, vae, decoder).flatMap(Optional::stream),
                        loras.stream().map(LoraFile::file))
                .toList();
    }

    /** The LoRAs that are added to a motion module. */
    public List<LoraFile> ofMotion() {
        return loras.stream().filter(LoraFile::isOfMotion).toList();
    }

    /** The same without them. */
    public ModelSource ofPictures() {
        return withLoras(loras.stream().filter(lora -> !lora.isOfMotion()).toList());
    }

    /**
     * Opens it.
     *
     * @throws WeightException          if one of them is not what it is given as
     * @throws IllegalArgumentException if configs are given for a folder, which has its own
     */
    public ModelContainer open() {
        ModelContainer own = ModelContainer.open(model, configs);
        ModelContainer completed = vae.isEmpty() && decoder.isEmpty()
                ? own
                : Closing.onFailure(own, () -> new ModelWithVae(own, vae, decoder));
        return loras.isEmpty() ? completed : Closing.onFailure(completed, () -> MergedModel.of(completed, loras));
    }
}
