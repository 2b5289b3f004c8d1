package org.zvideo.core.weights;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Where the model is that a path stands for. */
public final class ModelPlace {
    private static final String WEIGHTS = ".safetensors";

    private ModelPlace() {}

    /**
     * The folder or file that is the model: of a repository in Hugging Face's cache its snapshot, and of a folder that holds no
     * diffusers model but one file that may be a checkpoint, that file. Any other path as it is.
     *
     * @throws WeightException if it is a folder of which it cannot be said
     */
    public static Path of(Path given) {
        if (!Files.isDirectory(given)) {
            return given;
        }
        Path folder = HubCache.snapshot(given);
        if (Files.isDirectory(folder.resolve("unet"))
                || FolderContents.around(folder).isPresent()) {
            return folder;
        }
        List<Path> files = PartFiles.files(folder, name -> name.endsWith(WEIGHTS));
        List<Path> models = files.size() == 1
                ? files
                : files.stream().filter(ModelPlace::isCheckpoint).toList();
        return models.size() == 1 ? models.get(0) : folder;
    }

    private static boolean isCheckpoint(Path file) {
        try (Safetensors tensors = Safetensors.open(file)) {
            return tensors.names().stream().anyMatch(name -> name.startsWith("model.diffusion_model."));
        } catch (WeightException e) {
            return false; // whatever it is, the model it is not
        }
    }
}
