package org.zvideo.video.study;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.zvideo.core.error.ErrorKind;
import org.zvideo.core.file.FileReason;
import org.zvideo.video.Clip;
import org.zvideo.video.ReadOptions;
import org.zvideo.video.VideoReader;
import org.zvideo.video.error.MediaException;
import org.zvideo.video.file.FileName;
import org.zvideo.video.picture.StillImage;

/**
 * The inputs of a study.
 *
 * @param pictures content pictures
 * @param clips content videos
 * @param styles style pictures
 */
public record StudyInputs(List<Path> pictures, List<Path> clips, List<Path> styles) {
    /**
     * Collects the inputs: files in the given order, and the files of folders sorted by name, without hidden ones.
     *
     * @throws MediaException if something is missing, or is neither a picture nor a video
     */
    public static StudyInputs of(List<Path> contents, List<Path> styles) {
        List<Path> pictures = new ArrayList<>();
        List<Path> clips = new ArrayList<>();
        for (Path file : files("content", contents)) {
            if (StillImage.isPicture(file)) {
                StillImage.read("content", file);
                pictures.add(file);
            } else {
                VideoReader.open(file, Clip.WHOLE, ReadOptions.DEFAULT).close();
                clips.add(file);
            }
        }
        List<Path> paintings = files("style", styles);
        paintings.forEach(file -> StillImage.readStyle(file));
        requireDistinct("content", pictures);
        requireDistinct("content", clips);
        requireDistinct("style", paintings);
        return new StudyInputs(pictures, clips, paintings);
    }

    /** Requires distinct stems, because results are named after them. */
    private static void requireDistinct(String what, List<Path> files) {
        Map<String, Path> seen = new HashMap<>();
        for (Path file : files) {
            Path other = seen.put(FileName.stem(file), file);
            if (other != null) {
                throw new MediaException(
                        ErrorKind.USAGE, what + " " + other + " and " + file + ": the same name twice; rename one");
            }
        }
    }

    /** The given files, and the files of given folders sorted by name. */
    public static List<Path> files(String what, List<Path> given) {
        List<Path> files = new ArrayList<>();
        for (Path path : given) {
            if (!Files.exists(path)) {
                throw new MediaException(ErrorKind.MISSING_INPUT, what + " " + path + ": no such file or folder");
            }
            if (!Files.isDirectory(path)) {
                files.add(path);
                continue;
            }
            try (Stream<Path> inside = Files.list(path)) {
                inside.filter(file -> Files.isRegularFile(file)
                                && !file.getFileName().toString().startsWith("."))
                        .sorted()
                        .forEach(files::add);
            } catch (IOException e) {
                throw new MediaException(ErrorKind.MISSING_INPUT, what + " " + path + ": " + FileReason.of(e), e);
            }
        }
        if (files.isEmpty()) {
            throw new MediaException(
                    ErrorKind.MISSING_INPUT,
                    what + " " + given.stream().map(Path::toString).collect(Collectors.joining(", "))
                            + ": contains no files; give pictures or folders of pictures");
        }
        return files;
    }

    /** What results of a content with a style are named after. */
    static String name(Path content, Path style) {
        return FileName.stem(content) + "--" + FileName.stem(style);
    }
}
