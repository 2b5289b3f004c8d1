package org.zvideo.video.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** A file that a process holds locked and that says its number; the lock vanishes with the process, whatever ends it. */
public final class ProcessLock {
    private static final int LONGEST_NUMBER = 20;

    private ProcessLock() {}

    /**
     * Locks a file for this process, until the channel is closed, and writes the process's number into it.
     *
     * @return the number of the process that has it already, if one has; the file is left alone then
     */
    public static Optional<String> take(FileChannel file) throws IOException {
        Optional<String> holder = holder(file);
        if (holder.isEmpty()) {
            file.truncate(0);
            file.write(
                    ByteBuffer.wrap(Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII)),
                    0);
        }
        return holder;
    }

    /** The number of the process that has a file; without one the file is locked until the channel is closed. */
    static Optional<String> holder(FileChannel file) throws IOException {
        try {
            if (file.tryLock() != null) {
                return Optional.empty();
            }
        } catch (OverlappingFileLockException e) {
            // Another run of this process has it.
        }
        ByteBuffer process = ByteBuffer.allocate(LONGEST_NUMBER);
        file.read(process, 0);
        return Optional.of(new String(process.array(), 0, process.position(), StandardCharsets.US_ASCII));
    }
}
