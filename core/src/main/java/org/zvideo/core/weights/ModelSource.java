package org.zvideo.core.weights;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.zvideo.core.error.Closing;

/**
 * What a model is read from.
 *
 * @param model      a diffusers folder, a single {@code .safetensors} file, a folder that holds one, or the folder of either in
 *                   Hugging Face's cache
 * @param configs    the folder whose {@code config.json} files describe a single file; empty for those of its family
 * @param vae        an autoencoder, a file or a folder, in place of the model's own
 * @param decoder    a file or a folder with the decoder in place of the autoencoder's
 * @param loras      what is added to the model's weights; sorted
 * @param inversion  which weights invert
 * @param prediction what the U-Net predicts, whatever the model's files state; empty for what they state
 */
public record ModelSource(
        Path model,
        Optional<Path> configs,
        Optional<Path> vae,
        Optional<Path> decoder,
        List<LoraFile> loras,
        InversionWeights inversion,
        Optional<PredictionType> prediction) {
    public ModelSource {
        loras = loras.stream().sorted().toList();
    }

    /** A model as it is stored, which says itself what it predicts. */
    public static ModelSource of(Path model) {
        return new ModelSource(
                model,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                InversionWeights.MERGED,
                Optional.empty());
    }

    /** The same with a folder of configs that describes the model's file. */
    public ModelSource withConfigs(Path folder) {
        return new ModelSource(model, Optional.of(folder), vae, decoder, loras, inversion, prediction);
    }

    /** The same with another autoencoder. */
    public ModelSource withVae(Path other) {
        return new ModelSource(model, configs, Optional.of(other), decoder, loras, inversion, prediction);
    }

    /** The same with another decoder. */
    public ModelSource withDecoder(Path other) {
        return new ModelSource(model, configs, vae, Optional.of(other), loras, inversion, prediction);
    }

    /** The same with other LoRAs. */
    public ModelSource withLoras(List<LoraFile> others) {
        return new ModelSource(model, configs, vae, decoder, others, inversion, prediction);
    }

    /** The same where other weights invert. */
    public ModelSource withInversion(InversionWeights other) {
        return new ModelSource(model, configs, vae, decoder, loras, other, prediction);
    }

    /** The same with a U-Net that predicts this, whatever the model's files state. */
    public ModelSource withPrediction(PredictionType type) {
        return new ModelSource(model, configs, vae, decoder, loras, inversion, Optional.of(type));
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
                        .toList(),
                inversion,
                prediction);
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
        ModelContainer own = ModelContainer.open(model, configs, prediction);
        ModelContainer completed = vae.isEmpty() && decoder.isEmpty()
                ? own
                : Closing.onFailure(own, () -> new ModelWithVae(own, vae, decoder));
        return loras.isEmpty()
                ? completed
                : Closing.onFailure(completed, () -> MergedModel.of(completed, loras, inversion));
    }
}
