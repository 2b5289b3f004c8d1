package org.zvideo.video.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The sign that a run is alive: a file {@code .zvideo-TOKEN.lock} beside its outputs that it holds locked and that says its
 * process. The lock vanishes with the process, whatever ends it; parts whose run holds no lock are left over.
 */
final class RunLock implements AutoCloseable {
    private static final int LONGEST_NUMBER = 20;

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
            channel.lock();
            OwnFiles.writeAll(channel, Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII));
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
            try {
                if (channel.tryLock() != null) {
                    return Optional.empty();
                }
            } catch (OverlappingFileLockException e) {
                return Optional.of(Long.toString(ProcessHandle.current().pid())); // another run of this process
            }
            ByteBuffer process = ByteBuffer.allocate(LONGEST_NUMBER);
            channel.read(process, 0);
            return Optional.of(new String(process.array(), 0, process.position(), StandardCharsets.US_ASCII));
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
