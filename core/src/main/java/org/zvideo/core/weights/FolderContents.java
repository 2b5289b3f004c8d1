package org.zvideo.core.weights;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.zvideo.core.error.Remedy;
import org.zvideo.core.file.FileReason;

/**
 * What lies in a folder in which a model was looked for in vain. Its messages name only what exists, and a step that is
 * possible from there.
 */
final class FolderContents {
    private static final String WEIGHTS = ".safetensors";
    /** The end of a message about a link without its file, which is what a stopped download leaves in a cache. */
    static final String LINK_TO_NOTHING =
            ": a link to a file that is not there: the download was not finished; repeat it";

    private static final List<String> PARTS = List.of("unet", "vae", "text_encoder", "scheduler");

    private FolderContents() {}

    /** The error for a folder without a U-Net's config. */
    static WeightException notAModel(Path folder) {
        Path config = folder.resolve("unet").resolve("config.json");
        if (Files.isSymbolicLink(config)) {
            return new WeightException(config + LINK_TO_NOTHING);
        }
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
        Path file = folder.resolve(config);
        if (Files.isSymbolicLink(file)) {
            return new WeightException(file + LINK_TO_NOTHING);
        } else if (Files.isDirectory(folder)) {
            return new WeightException(folder + ": holds no " + config + "; copy the one of the model into it");
        }
        String finding = model + ": holds no " + part + "/" + config;
        String copy = "copy the model's " + part + " folder into it";
        return part.equals("vae")
                ? new WeightException(finding, new Remedy(Remedy.Id.ADD_VAE, copy))
                : new WeightException(finding + "; " + copy);
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
        List<Path> inside = new ArrayList<>(models(folder));
        inside.addAll(HubCache.repositories(folder));
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
