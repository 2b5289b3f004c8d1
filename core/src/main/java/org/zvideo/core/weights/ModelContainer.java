package org.zvideo.core.weights;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.zvideo.core.file.ReadFile;

/** The files of a latent-diffusion model: configs and weights of its parts, in one of METHOD.md §1's two containers. */
public interface ModelContainer extends AutoCloseable {
    /** The parts of a model; the name is the folder's name in a diffusers model. */
    enum Part {
        UNET("unet"),
        VAE("vae"),
        TEXT("text_encoder"),
        SCHEDULER("scheduler");

        private final String folder;

        Part(String folder) {
            this.folder = folder;
        }

        public String folder() {
            return folder;
        }

        /** The name of its config file. */
        String configName() {
            return this == SCHEDULER ? "scheduler_config.json" : "config.json";
        }
    }

    /** Config and weights of one network. */
    record Network(Config config, Weights weights) {}

    /** Opens a model that states itself what it predicts. */
    static ModelContainer open(Path path, Optional<Path> configs) {
        return open(path, configs, Optional.empty());
    }

    /**
     * Opens a diffusers folder, or a single file in the original naming, as {@link ModelPlace} finds them.
     *
     * @param configs    the folder whose {@code config.json} files describe a single file; empty for those of its family
     * @param prediction what it predicts, whatever it states
     * @throws WeightException          if it is neither
     * @throws IllegalArgumentException if configs are given for a folder, which has its own
     */
    static ModelContainer open(Path given, Optional<Path> configs, Optional<PredictionType> prediction) {
        Path path = ModelPlace.of(given);
        if (Files.isDirectory(path)) {
            configs.ifPresent(folder -> {
                throw new IllegalArgumentException(
                        "model config " + folder + ": without effect beside the model folder " + path
                                + ", which has configs of its own; change those, or give a single file");
            });
            return new ModelFolder(path, prediction);
        }
        return new SingleFileModel(path, configs, prediction);
    }

    /** Whether the model has that part. */
    boolean has(Part part);

    /** The error for a part that it lacks, or of which it lacks the config: what was found instead, and what to do. */
    WeightException missing(Part part);

    /**
     * The config of a part. What the weights' file, or a file beside it, states of how the model predicts counts as if the
     * scheduler's config stated it.
     */
    Config config(Part part);

    /** The weights of a part under diffusers' names. */
    Weights weights(Part part);

    /** A decoder in place of the autoencoder's; nothing where that decodes itself. */
    default Optional<Network> decoder() {
        return Optional.empty();
    }

    /** The id of the token with which a prompt is filled up; empty where no file says it. */
    OptionalInt padToken();

    /** The model whose U-Net and text model invert, where that is another one of the same shape; this one's owner closes it. */
    default Optional<ModelContainer> inverting() {
        return Optional.empty();
    }

    /** What the user should know of the model though it can be used, a line each; complete once it was read. */
    default List<String> notes() {
        return List.of();
    }

    /** The file with the tensor {@code prompt_embeds} that stands in for a text model. */
    Optional<Path> nullPrompt();

    /** The files that were read so far, and no others, by what they are in the model, like {@code vae/config.json}. */
    Map<String, ReadFile> files();

    @Override
    void close();
}
