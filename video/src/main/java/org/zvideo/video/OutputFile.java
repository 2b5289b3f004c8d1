package org.zvideo.video;

import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * A file that appears under its name only when it is whole: it is written as {@code NAME.part} beside it and renamed at
 * the end. Until then whatever has the name keeps its bytes; closing without {@link #commit} removes the part.
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
        if (Files.exists(target) && !overwrite) {
            throw cannot(target, "exists; use -y to replace it or -o for another name");
        }
        try {
            if (ours) {
                Files.deleteIfExists(part);
            }
            Files.createFile(part);
        } catch (FileAlreadyExistsException e) {
            throw new MediaException(MediaException.Problem.CANNOT_CREATE, "output " + part
                    + ": exists: another run is writing it, or one was killed; delete it or use -y", e);
        } catch (IOException e) {
            throw new MediaException(MediaException.Problem.CANNOT_CREATE, "output " + target
                    + ": the folder cannot be written (" + e.getClass().getSimpleName() + ")", e);
        }
        return new OutputFile(target, part, overwrite);
    }

    /** Fails if the name is a folder's, or its folder is not there. */
    static void requirePlace(Path target) {
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
            if (!overwrite && Files.exists(target)) {
                throw cannot(target, "appeared while it was being made; the result is in " + part);
            }
            try {
                Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
            } catch (AtomicMoveNotSupportedException e) {
                Files.move(part, target, StandardCopyOption.REPLACE_EXISTING);
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

    @Override
    public void close() {
        if (!committed) {
            try {
                Files.deleteIfExists(part);
            } catch (IOException e) {
                // The error that led here is the one to tell.
            }
        }
    }
}
