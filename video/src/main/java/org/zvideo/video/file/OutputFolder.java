package org.zvideo.video.file;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/**
 * A folder that a run fills with many files, as studies, dumps and figures do. Each file is written or replaced as a
 * whole, under a name that the program chooses. Folders below it are real folders, and a name in use must be that of a
 * regular file that is not an input.
 */
public final class OutputFolder {
    private final OutputFiles files;
    private final Path folder;

    OutputFolder(OutputFiles files, Path folder) {
        this.files = files;
        this.folder = folder;
    }

    public Path path() {
        return folder;
    }

    /** Writes or replaces a file, completely or not at all. */
    public void write(String name, byte[] bytes) {
        Path file = placed(name);
        try {
            OwnFiles.replace(file, files.part(file), bytes);
        } catch (IOException e) {
            throw FileProblem.failed(file, e);
        }
    }

    /** Appends text to a file. */
    public void append(String name, String text) {
        Path file = placed(name);
        try (FileChannel channel = OwnFiles.append(file)) {
            OwnFiles.writeAll(channel, text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw FileProblem.failed(file, e);
        }
    }

    /** The path of a file, whose folder exists afterwards. */
    private Path placed(String name) {
        Path file = folder;
        for (Path part : Path.of(name)) {
            if (!file.equals(folder)) {
                makeFolder(file);
            }
            file = file.resolve(part);
        }
        files.requireNoInput(file);
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS) && !OwnFiles.isPlain(file)) {
            throw FileProblem.cannot(
                    file, FileProblem.kind(file) + " has this name; move it away or choose another folder");
        }
        return file;
    }

    private static void makeFolder(Path folder) {
        if (Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try {
            if (!OwnFiles.isFree(folder)) {
                throw FileProblem.cannot(
                        folder,
                        FileProblem.kind(folder)
                                + " has the name of a folder that is needed; move it away or choose another folder");
            }
            OwnFiles.makeFolders(folder);
        } catch (IOException e) {
            throw FileProblem.cannot(folder, "cannot be created as a folder", e);
        }
    }

    /** Removes a regular file if it exists, and nothing else. */
    public void remove(String name) {
        Path file = folder.resolve(name);
        try {
            if (OwnFiles.isPlain(file)) {
                OwnFiles.remove(file);
            }
        } catch (IOException e) {
            throw FileProblem.failed(file, e);
        }
    }
}
