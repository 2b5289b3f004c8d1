package org.zvideo.video.file;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The sign that a run is alive: a file {@code .zvideo-TOKEN.lock} beside its outputs that it holds locked and that says its
 * process. The lock vanishes with the process, whatever ends it; parts whose run holds no lock are left over.
 */
final class RunLock implements AutoCloseable {
    private final Path file;
    private final FileChannel channel;

    private RunLock(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    static RunLock take(Path folder, String token) throws IOException {
        Path file = file(folder, token);
        FileChannel channel = OwnFiles.create(file);
        RunLock lock = new RunLock(file, channel);
        try {
            ProcessLock.take(channel); // it is new, so nobody else has it
            return lock;
        } catch (IOException | RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    /** The process of the run that has a token, if it is alive. */
    static Optional<String> holder(Path folder, String token) throws IOException {
        Path file = file(folder, token);
        if (!OwnFiles.isPlain(file)) {
            return Optional.empty();
        }
        try (FileChannel channel = OwnFiles.open(file)) {
            return ProcessLock.holder(channel);
        }
    }

    /** Removes what a killed run left. */
    static void clear(Path folder, String token) throws IOException {
        OwnFiles.remove(file(folder, token));
    }

    private static Path file(Path folder, String token) {
        return folder.resolve(".zvideo-" + token + ".lock");
    }

    @Override
    public void close() throws IOException {
        channel.close();
        OwnFiles.remove(file);
    }
}
