package org.zvideo.video.file;

import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;
import org.zvideo.video.error.MediaException;
import org.zvideo.video.picture.PictureSequence;

/**
 * A file that appears under its name only when it is whole: it is written as {@code NAME.part} beside it and renamed at
 * the end. Until then whatever has the name keeps its bytes; closing without {@link #commit} removes the part. Of a
 * {@linkplain PictureSequence sequence of pictures} the part is a folder, whose files are renamed one by one.
 */
public final class OutputFile implements AutoCloseable {
    private final Path target;
    private final Path part;
    private final boolean overwrite;
    private boolean committed;

    private OutputFile(Path target, Path part, boolean overwrite) {
        this.target = target;
        this.part = part;
        this.overwrite = overwrite;
    }

    /**
     * Claims the name.
     *
     * @param overwrite whether a file of that name, or a part that a killed run left, may be replaced
     * @throws MediaException if it may not, or if the folder cannot be written
     */
    public static OutputFile create(Path target, boolean overwrite) {
        return create(target, overwrite, overwrite);
    }

    /**
     * Claims the name.
     *
     * @param overwrite whether a file of that name may be replaced
     * @param ours      whether a part that is there was left by this job
     */
    public static OutputFile create(Path target, boolean overwrite, boolean ours) {
        requirePlace(target);
        Path part = target.resolveSibling(target.getFileName() + ".part");
        requireFree(target, overwrite);
        try {
            if (ours) {
                delete(part);
            }
            if (PictureSequence.of(target).isPresent()) {
                Files.createDirectory(part);
            } else {
                Files.createFile(part);
            }
        } catch (FileAlreadyExistsException e) {
            throw new MediaException(MediaException.Problem.CANNOT_CREATE, "output " + part
                    + ": exists: another run is writing it, or one was killed; delete it or use -y", e);
        } catch (IOException e) {
            throw new MediaException(MediaException.Problem.CANNOT_CREATE, "output " + target
                    + ": the folder cannot be written (" + e.getClass().getSimpleName() + ")", e);
        }
        return new OutputFile(target, part, overwrite);
    }

    /**
     * Fails if something has the name.
     *
     * @param overwrite whether it may be replaced
     */
    public static void requireFree(Path target, boolean overwrite) {
        boolean exists = Files.exists(target, LinkOption.NOFOLLOW_LINKS)
                || PictureSequence.of(target).flatMap(PictureSequence::first).isPresent();
        if (exists && !overwrite) {
            throw cannot(target, "exists; use -y to replace it or -o for another name");
        }
    }

    /** Fails if the name is a folder's, or its folder is not there. */
    public static void requirePlace(Path target) {
        Path folder = target.toAbsolutePath().getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            throw cannot(target, "there is no folder " + folder + "; make it first");
        }
        if (Files.isDirectory(target)) {
            throw cannot(target, "is a folder; name a file in it");
        }
    }

    private static MediaException cannot(Path target, String why) {
        return new MediaException(MediaException.Problem.CANNOT_CREATE, "output " + target + ": " + why);
    }

    /** Where to write until it is whole. */
    public Path part() {
        return part;
    }

    public Path target() {
        return target;
    }

    /** Writes all of it at once. */
    public void write(byte[] bytes) {
        try {
            Files.write(part, bytes);
        } catch (IOException e) {
            throw new MediaException(MediaException.Problem.IO, "output " + target + ": " + e.getMessage(), e);
        }
    }

    /** Gives the part its name. */
    public void commit() {
        try {
            if (Files.isDirectory(part)) {
                for (Path picture : files(part)) {
                    move(picture, target.resolveSibling(picture.getFileName()));
                }
                Files.delete(part);
            } else {
                move(part, target);
            }
            committed = true;
        } catch (IOException e) {
            committed = true; // the part is whole: it stays
            throw new MediaException(MediaException.Problem.CANNOT_CREATE, "output " + target
                    + ": cannot be renamed from " + part + ": " + e.getMessage(), e);
        } catch (MediaException e) {
            committed = true;
            throw e;
        }
    }

    private void move(Path from, Path to) throws IOException {
        if (!overwrite && Files.exists(to)) {
            throw cannot(to, "appeared while it was being made; the result is in " + part);
        }
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }

    private static void delete(Path part) throws IOException {
        if (Files.isDirectory(part)) {
            for (Path picture : files(part)) {
                Files.delete(picture);
            }
        }
        Files.deleteIfExists(part);
    }

    @Override
    public void close() {
        if (!committed) {
            try {
                delete(part);
            } catch (IOException e) {
                // The error that led here is the one to tell.
            }
        }
    }
}
