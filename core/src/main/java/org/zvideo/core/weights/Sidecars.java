package org.zvideo.core.weights;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.zvideo.core.file.ReadFile;

/**
 * Descriptions that lie beside a single file: those that carry its name, as programs for pictures and sites of models
 * write them, and those of its folder. Where the name is a link, they may lie beside either end of it.
 */
final class Sidecars {
    private static final List<String> ENDINGS = List.of(
            ".yaml",
            ".yml",
            ".json",
            ".info",
            ".civitai.info",
            ".cm-info.json",
            ".metadata.json",
            ".config.json",
            "_config.json");
    private static final List<String> OF_FOLDER = List.of(
            "scheduler_config.json", "scheduler/scheduler_config.json", "config.json", "config.yaml", "config.yml");
    private static final String WEIGHTS = ".safetensors";

    private Sidecars() {}

    /** The files that exist, each once. */
    static List<Path> of(Path weights) {
        List<Path> found = new ArrayList<>();
        for (Path end : List.of(weights.toAbsolutePath(), ReadFile.of(weights).path())) {
            String name = end.getFileName().toString();
            String stem = name.endsWith(WEIGHTS) ? name.substring(0, name.length() - WEIGHTS.length()) : name;
            Stream.concat(
                            Stream.of(stem, name)
                                    .flatMap(start -> ENDINGS.stream().map(ending -> start + ending)),
                            OF_FOLDER.stream())
                    .map(end::resolveSibling)
                    .filter(Files::isRegularFile)
                    .filter(file -> isNew(file, found))
                    .forEach(found::add);
        }
        return found;
    }

    private static boolean isNew(Path file, List<Path> found) {
        Path real = ReadFile.of(file).path();
        return found.stream().noneMatch(other -> ReadFile.of(other).path().equals(real));
    }
}
