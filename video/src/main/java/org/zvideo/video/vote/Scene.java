package org.zvideo.video.vote;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.zvideo.core.error.ErrorKind;
import org.zvideo.video.error.MediaException;
import org.zvideo.video.file.FileName;
import org.zvideo.video.picture.StillImage;
import org.zvideo.video.study.StudyInputs;

/**
 * A source, the style if it is shown, and what each program made of them.
 *
 * @param name for the key
 * @param results one for each program, in the programs' order
 */
public record Scene(String name, Path source, Optional<Path> style, List<Path> results) {
    /**
     * The scenes of a comparison: one if the source is a file, or one for each file of a folder. In folders, files belong
     * together that have the same name up to the extension.
     *
     * @param style a picture for all scenes, or a folder of them
     * @param results a file or folder for each program
     * @throws MediaException if something is missing, or if one result is given for two programs
     */
    public static List<Scene> of(Path source, Optional<Path> style, List<Path> results) {
        List<Scene> scenes = new ArrayList<>();
        List<Named> made =
                results.stream().map(path -> new Named("result", path)).toList();
        Optional<Named> art = style.map(path -> new Named("style", path));
        for (Path file : StudyInputs.files("source", List.of(source))) {
            String name = FileName.stem(file);
            Scene scene = new Scene(
                    name,
                    file,
                    art.map(named -> named.of(name)),
                    made.stream().map(named -> named.of(name)).toList());
            scene.requireAlike();
            scenes.add(scene);
        }
        return List.copyOf(scenes);
    }

    private void requireAlike() {
        if (new HashSet<>(results).size() < results.size()) {
            throw new MediaException(ErrorKind.USAGE, "results of " + source + ": a file is given for two programs");
        }
        for (Path result : results) {
            if (StillImage.isPicture(result) != StillImage.isPicture(source)) {
                throw new MediaException(
                        ErrorKind.BAD_INPUT,
                        "result " + result + ": is " + kind(result) + ", but its source is " + kind(source));
            }
        }
    }

    private static String kind(Path file) {
        return StillImage.isPicture(file) ? "a picture" : "a video";
    }

    /** A file for all scenes, or a folder with one for each. */
    private static final class Named {
        private final String what;
        private final Path given;
        private final Map<String, Path> byName = new HashMap<>();

        private Named(String what, Path given) {
            this.what = what;
            this.given = given;
            List<Path> files = StudyInputs.files(what, List.of(given));
            if (Files.isDirectory(given)) {
                for (Path file : files) {
                    Path other = byName.put(FileName.stem(file), file);
                    if (other != null) {
                        throw new MediaException(
                                ErrorKind.USAGE,
                                what + " " + other + " and " + file + ": the same name twice; rename one");
                    }
                }
            }
        }

        private Path of(String name) {
            Path file = byName.isEmpty() ? given : byName.get(name);
            if (file == null) {
                throw new MediaException(
                        ErrorKind.MISSING_INPUT, what + " " + given + ": contains no file named " + name + ".*");
            }
            return file;
        }
    }
}
