package org.zvideo.video.file;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Optional;
import org.zvideo.core.error.Closing;

/**
 * Shows that a run is alive: a file {@code .zvideo-TOKEN.lock} next to its outputs, which the run keeps locked and
 * which contains its process number. The lock vanishes with the process, however it ends. Parts whose run holds no lock
 * are leftovers.
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
        return Closing.onFailure(lock, () -> {
            ProcessLock.take(channel); // the file is new, so nobody else holds it
            return lock;
        });
    }

    /** The process of the run with this token, if it is alive. */
    static Optional<String> holder(Path folder, String token) throws IOException {
        Path file = file(folder, token);
        if (!OwnFiles.isPlain(file)) {
            return Optional.empty();
        }
        try (FileChannel channel = OwnFiles.open(file)) {
            return ProcessLock.holder(channel);
        }
    }

    /** Removes the lock file of a run that was killed. */
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
