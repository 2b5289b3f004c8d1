package org.zvideo.core.weights;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The files of a latent-diffusion model: configs and weights of its parts, in one of METHOD.md §1's two containers. */
public interface ModelContainer extends AutoCloseable {
    /** The parts of a model; the name is the folder's name in a diffusers model. */
    enum Part {
        UNET("unet"), VAE("vae"), TEXT("text_encoder"), SCHEDULER("scheduler");

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

    /**
     * Opens a diffusers folder, or a single file in the original naming.
     *
     * @param configs the folder whose {@code config.json} files describe a single file; nothing for Stable Diffusion v1
     * @throws WeightException if it is neither
     */
    static ModelContainer open(Path path, Optional<Path> configs) {
        if (Files.isDirectory(path)) {
            return new ModelFolder(path);
        }
        return new SingleFileModel(path, configs);
    }

    /** Whether the model has that part. */
    boolean has(Part part);

    /** The config of a part. */
    Config config(Part part);

    /** The weights of a part under diffusers' names. */
    Weights weights(Part part);

    /** The file with the tensor {@code prompt_embeds} that stands in for a text model. */
    Optional<Path> nullPrompt();

    @Override
    void close();
}
