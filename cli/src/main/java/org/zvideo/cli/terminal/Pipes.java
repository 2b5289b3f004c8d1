package org.zvideo.cli.terminal;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.zvideo.core.error.ErrorKind;
import org.zvideo.core.file.FileReason;
import org.zvideo.video.ContainerProbe;
import org.zvideo.video.error.MediaException;
import org.zvideo.video.file.OwnFiles;
import org.zvideo.video.file.TemporaryFolder;

/**
 * Standard input and output, which {@code -} stands for, as files: a video is read twice, and no part of a result
 * leaves before it is complete. Neither a writer that stalls nor a reader that does keeps the program from being stopped.
 */
public final class Pipes implements AutoCloseable {
    private static final Path PIPE = Path.of("-");
    private static final int BLOCK = 1 << 16;
    private static final long LOOK_MILLIS = 100;

    private final InputStream in;
    private final FileOutputStream out;
    private final Runnable checkpoint;
    private TemporaryFolder folder;

    /** @param checkpoint called often while one waits; an exception thrown there ends the waiting */
    public Pipes(InputStream in, FileOutputStream out, Runnable checkpoint) {
        this.in = in;
        this.out = out;
        this.checkpoint = checkpoint;
    }

    public static boolean isPipe(Path file) {
        return PIPE.equals(file);
    }

    /** A file with the whole of standard input, of which the beginning is enough to refuse what is not a video. */
    public Path input() {
        Path file = folder().resolve("stdin.y4m");
        attended("standard input", () -> {
            byte[] block = in.readNBytes(BLOCK);
            if (!ContainerProbe.recognizes(block)) {
                throw new MediaException(
                        ErrorKind.BAD_INPUT,
                        "standard input: " + (block.length == 0 ? "it is empty" : "not a video")
                                + "; give YUV4MPEG, like" + " that of ffmpeg -i IN -f yuv4mpegpipe -");
            }
            try (OutputStream kept = OwnFiles.output(file)) {
                for (; block.length > 0; block = in.readNBytes(BLOCK)) {
                    keep(block, kept);
                }
            }
        });
        return file;
    }

    private void keep(byte[] block, OutputStream kept) {
        try {
            kept.write(block);
        } catch (IOException e) {
            throw new MediaException(
                    ErrorKind.IO,
                    "standard input: cannot be kept in " + folder() + ": " + FileReason.of(e)
                            + "; name a folder with more space with ZVIDEO_JAVA_OPTS=-Djava.io.tmpdir=FOLDER",
                    e);
        }
    }

    /** The file whose content {@link #deliver} passes on. */
    public Path output() {
        return folder().resolve("stdout.y4m");
    }

    /** Passes it on, as far as somebody reads it: a reader may have seen enough before the end. */
    public void deliver() {
        attended("standard output", () -> {
            try (InputStream result = Files.newInputStream(output())) {
                // The first byte goes alone: after it, the position of a file shows that it keeps what it is given.
                int size = 1;
                long passed = 0;
                for (byte[] block = result.readNBytes(size); block.length > 0; block = result.readNBytes(size)) {
                    if (!passOn(block, passed)) {
                        return;
                    }
                    passed += block.length;
                    size = BLOCK;
                }
            }
        });
    }

    /** Writes to standard output, and returns whether its reader is still there. */
    private boolean passOn(byte[] block, long before) throws IOException {
        try {
            out.write(block);
            return true;
        } catch (IOException e) { // each system has its own words for a reader that has left
            if (keeps(before)) {
                throw e;
            }
            return false;
        }
    }

    /** Whether standard output is a file, which keeps what it is given until its disk is full. In a pipe there are no places. */
    private boolean keeps(long bytes) {
        try {
            return out.getChannel().position() >= bytes;
        } catch (IOException e) {
            return false;
        }
    }

    /** What a pipe may hold up. */
    private interface Transfer {
        void run() throws IOException;
    }

    /** Runs a transfer in a thread of its own, which is left to itself if somebody asks the program to stop. */
    private void attended(String what, Transfer transfer) {
        FutureTask<Boolean> task = new FutureTask<>(() -> {
            transfer.run();
            return true;
        });
        Thread thread = new Thread(task, what);
        thread.setDaemon(true);
        thread.start();
        while (true) {
            try {
                task.get(LOOK_MILLIS, TimeUnit.MILLISECONDS);
                return;
            } catch (TimeoutException e) {
                checkpoint.run();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(what + ": interrupted", e);
            } catch (ExecutionException e) {
                throw failed(what, e.getCause());
            }
        }
    }

    private static RuntimeException failed(String what, Throwable cause) {
        if (cause instanceof IOException e) {
            return new MediaException(ErrorKind.IO, what + ": " + FileReason.of(e), e);
        }
        if (cause instanceof Error error) {
            throw error;
        }
        return (RuntimeException) cause;
    }

    private Path folder() {
        try {
            folder = folder == null ? TemporaryFolder.create("pipe") : folder;
            return folder.path();
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
            folder.close();
        } catch (IOException e) {
            throw new MediaException(ErrorKind.IO, "temporary folder " + folder.path() + ": " + FileReason.of(e), e);
        }
    }
}
