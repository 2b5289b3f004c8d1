package org.zvideo.video.file;

import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.zvideo.video.picture.PictureSequence;

/**
 * The files that a command reads. None of them may be overwritten under any name. They are identified by what they are
 * on the disk (device and inode, or the real path if there is no such key), so links and hard links to them count too.
 */
public final class InputFiles {
    private final Map<Object, Path> byIdentity = new HashMap<>();

    /** The files with these names. */
    public static InputFiles of(Path... files) {
        InputFiles inputs = new InputFiles();
        List.of(files).forEach(inputs::add);
        return inputs;
    }

    /** Adds a file, every picture of a {@linkplain PictureSequence sequence}, or everything below a folder. */
    public void add(Path file) {
        Optional<PictureSequence> sequence = PictureSequence.of(file);
        if (sequence.isPresent()) {
            sequence.get().all().forEach(this::addFile);
        } else if (Files.isDirectory(file)) {
            try (Stream<Path> below = Files.walk(file, FileVisitOption.FOLLOW_LINKS)) {
                below.forEach(this::addFile);
            } catch (IOException | java.io.UncheckedIOException e) {
                return; // what cannot be listed cannot be read either, which is reported when it is tried
            }
        } else {
            addFile(file);
        }
    }

    private void addFile(Path file) {
        if (Files.isRegularFile(file)) {
            identity(file).ifPresent(key -> byIdentity.putIfAbsent(key, file));
        }
    }

    /** The input that a name stands for, if any. */
    Optional<Path> same(Path file) {
        return identity(file).map(byIdentity::get);
    }

    private static Optional<Object> identity(Path file) {
        try {
            Object key = Files.readAttributes(file, BasicFileAttributes.class).fileKey();
            return Optional.of(key == null ? file.toRealPath() : key);
        } catch (IOException e) {
            return Optional.empty(); // no such file
        }
    }
}
