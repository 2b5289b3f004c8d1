package org.zvideo.video.file;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.zvideo.video.picture.PictureSequence;

/**
 * The files that a command reads. None of them may be overwritten under any name. They are identified by what they are
 * on the disk (device and inode, or the real path if there is no such key), so links and hard links to them count too.
 */
public final class InputFiles {
    /** Files of a folder that are looked at. */
    private static final int MOST_LISTED = 100_000;

    private final Map<Object, Path> byIdentity = new HashMap<>();
    /** Folders whose files are all inputs, without links. */
    private final Set<Path> places = new HashSet<>();

    /** The files with these names. */
    public static InputFiles of(Path... files) {
        InputFiles inputs = new InputFiles();
        List.of(files).forEach(inputs::add);
        return inputs;
    }

    /** Adds a file, every picture of a {@linkplain PictureSequence sequence}, or what is below a folder. */
    public void add(Path file) {
        Optional<PictureSequence> sequence = PictureSequence.of(file);
        if (sequence.isPresent()) {
            sequence.get().all().forEach(this::addFile);
        } else if (Files.isDirectory(file)) {
            addFolder(file);
        } else {
            addFile(file);
        }
    }

    /**
     * What is below a folder is known by its place. Only the folder and those in it are listed, as they are all that a model
     * is read from, for the files outside that links in them lead to: a link can lead to the root of the disk.
     */
    private void addFolder(Path folder) {
        try {
            places.add(folder.toRealPath());
        } catch (IOException e) {
            return; // it cannot be read either
        }
        int left = MOST_LISTED;
        for (Path file : list(folder, left)) {
            List<Path> added = Files.isDirectory(file) ? list(file, left) : List.of(file);
            added.forEach(this::addFile);
            left -= added.size();
        }
    }

    /** What is in a folder; nothing if it cannot be listed, as it cannot be read either, which is reported when it is tried. */
    private static List<Path> list(Path folder, int most) {
        try (Stream<Path> inside = Files.list(folder)) {
            return inside.limit(Math.max(0, most)).toList();
        } catch (IOException | UncheckedIOException e) {
            return List.of();
        }
    }

    private void addFile(Path file) {
        if (Files.isRegularFile(file)) {
            identity(file).ifPresent(key -> byIdentity.putIfAbsent(key, file));
        }
    }

    /** The input that a name stands for, if any. */
    Optional<Path> same(Path file) {
        Optional<Object> identity = identity(file);
        return identity.map(byIdentity::get).or(() -> identity.flatMap(existing -> below(file)));
    }

    /** The folder of the inputs that an existing file is in, by whatever name. */
    private Optional<Path> below(Path file) {
        try {
            for (Path place = file.toRealPath(); place != null; place = place.getParent()) {
                if (places.contains(place) && !Files.isDirectory(file)) {
                    return Optional.of(file);
                }
            }
        } catch (IOException e) {
            return Optional.empty(); // it has vanished
        }
        return Optional.empty();
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
