package org.zvideo.core.weights;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.zvideo.core.file.FileReason;

/**
 * What lies in a folder in which a model was looked for in vain. Its messages name only what exists, and a step that is
 * possible from there.
 */
final class FolderContents {
    private static final String WEIGHTS = ".safetensors";
    private static final List<String> PARTS = List.of("unet", "vae", "text_encoder", "scheduler");

    private FolderContents() {}

    /** The error for a folder without a U-Net's config. */
    static WeightException notAModel(Path folder) {
        return new WeightException(folder + ": no unet/config.json: not a diffusers model folder; " + instead(folder));
    }

    /**
     * The error for a part that a model's folder lacks.
     *
     * @param part   the name of its folder
     * @param config the name of the config in it
     */
    static WeightException missing(Path model, String part, String config) {
        Path folder = model.resolve(part);
        return new WeightException(
                Files.isDirectory(folder)
                        ? folder + ": holds no " + config + "; copy the one of the model into it"
                        : model + ": holds no " + part + "; copy the model's " + part + " folder into it");
    }

    /** The model of which a folder is a part. */
    static Optional<Path> around(Path part) {
        Path folder = part.toAbsolutePath().normalize();
        boolean named = PARTS.stream().anyMatch(folder::endsWith);
        return Optional.ofNullable(folder.getParent()).filter(model -> named && isModel(model));
    }

    private static boolean isModel(Path folder) {
        return Files.exists(folder.resolve("unet").resolve("config.json"));
    }

    private static String instead(Path folder) {
        Optional<Path> around = around(folder);
        if (around.isPresent()) {
            return "it is a part of one; pass the folder " + around.get();
        }
        if (Files.isDirectory(folder.resolve("unet"))) {
            return "its unet folder lacks the config.json; copy it from the model";
        }
        List<Path> files = PartFiles.files(folder, name -> name.endsWith(WEIGHTS));
        if (files.size() == 1) {
            return "it holds " + files.get(0).getFileName() + ": pass that file";
        } else if (files.size() > 1) {
            return "it holds " + PartFiles.listed(files) + ": pass the file that is the model";
        }
        List<Path> inside = models(folder);
        return inside.isEmpty()
                ? "pass the folder that holds unet, or a .safetensors file"
                : "it holds " + PartFiles.listed(inside) + ": pass that folder";
    }

    private static List<Path> models(Path folder) {
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(FolderContents::isModel).sorted().toList();
        } catch (IOException e) {
            throw new WeightException(folder + ": cannot be read: " + FileReason.of(e), e);
        }
    }
}
