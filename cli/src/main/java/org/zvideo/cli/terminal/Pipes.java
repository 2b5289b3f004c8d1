package org.zvideo.cli.terminal;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.zvideo.core.error.ErrorKind;
import org.zvideo.core.file.FileReason;
import org.zvideo.video.error.MediaException;
import org.zvideo.video.file.OwnFiles;

/**
 * Standard input and output, which {@code -} stands for, as files: a video is read twice, and no part of a result
 * leaves before it is complete.
 */
public final class Pipes implements AutoCloseable {
    private static final Path PIPE = Path.of("-");

    private final InputStream in;
    private final OutputStream out;
    private Path folder;

    public Pipes(InputStream in, OutputStream out) {
        this.in = in;
        this.out = out;
    }

    public static boolean isPipe(Path file) {
        return PIPE.equals(file);
    }

    /** A file with the whole of standard input. */
    public Path input() {
        Path file = folder().resolve("stdin.y4m");
        try {
            OwnFiles.copy(in, file);
            return file;
        } catch (IOException e) {
            throw new MediaException(ErrorKind.IO, "standard input: " + FileReason.of(e), e);
        }
    }

    /** The file whose content {@link #deliver} passes on. */
    public Path output() {
        return folder().resolve("stdout.y4m");
    }

    public void deliver() {
        try (InputStream result = Files.newInputStream(output())) {
            result.transferTo(out);
            out.flush();
        } catch (IOException e) {
            if (FileReason.of(e).contains("Broken pipe")) {
                return; // the reader has seen enough
            }
            throw new MediaException(ErrorKind.IO, "standard output: " + FileReason.of(e), e);
        }
    }

    private Path folder() {
        try {
            folder = folder == null ? OwnFiles.makeTemporaryFolder("zvideo-pipe-") : folder;
            return folder;
        } catch (IOException e) {
            throw new MediaException(ErrorKind.IO, "no temporary folder: " + FileReason.of(e), e);
        }
    }

    @Override
    public void close() {
        if (folder == null) {
            return;
        }
        try {
            OwnFiles.removeTemporaryFolder(folder);
        } catch (IOException e) {
            throw new MediaException(ErrorKind.IO, "temporary folder " + folder + ": " + FileReason.of(e), e);
        }
    }
}
