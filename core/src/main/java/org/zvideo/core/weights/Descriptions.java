package org.zvideo.core.weights;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.zvideo.core.file.FileReason;

/** Says what files and folders of weights are. Reads headers and configs, and no weights. */
public final class Descriptions {
    /** A hub's cache has its models this far below its own folder. */
    private static final int DEEPEST = 4;

    private Descriptions() {}

    /**
     * One description of a file or of a model's folder; of another folder one of each that lies in it, by name.
     *
     * @throws WeightException if there is nothing of that name, the file is not a safetensors file, or the folder holds none
     */
    public static List<Description> of(Path path) {
        if (!Files.isDirectory(path)) {
            return List.of(FileDescription.of(path));
        }
        List<Description> found = new ArrayList<>();
        look(path, 0, found);
        if (found.isEmpty()) {
            throw new WeightException(path + ": holds no model and no .safetensors file");
        }
        return found;
    }

    private static void look(Path folder, int depth, List<Description> found) {
        if (FolderDescription.isModel(folder)) {
            found.add(listed(folder));
        } else if (FolderDescription.isPart(folder)) {
            found.addAll(FolderDescription.ofPart(folder));
        } else {
            PartFiles.files(folder, name -> name.matches("[^.].*\\.(safetensors|ckpt|pt|pth)"))
                    .forEach(file -> found.add(FileDescription.ofListed(file)));
            if (depth < DEEPEST) {
                folders(folder).forEach(inside -> look(inside, depth + 1, found));
            }
        }
    }

    private static Description listed(Path folder) {
        try {
            return FolderDescription.ofModel(folder);
        } catch (WeightException e) {
            return Description.of(folder, "diffusers model that cannot be read").with("because", e.getMessage());
        }
    }

    private static List<Path> folders(Path folder) {
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(Files::isDirectory)
                    .filter(inside -> !inside.getFileName().toString().startsWith("."))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new WeightException(folder + ": cannot be read: " + FileReason.of(e), e);
        }
    }
}
