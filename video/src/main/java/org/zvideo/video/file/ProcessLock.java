package org.zvideo.video.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * A file that a process keeps locked and that contains its number. The lock vanishes with the process, however it ends.
 */
public final class ProcessLock {
    private static final int LONGEST_NUMBER = 20;
    /** Far behind the number: on some systems nobody can read what somebody else has locked. */
    private static final long LOCKED = Long.MAX_VALUE - 1;

    private ProcessLock() {}

    /**
     * Locks a file for this process until the channel is closed, and writes the process's number into it.
     *
     * @return the number of the process that already holds the lock, in which case the file is left alone
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

    /**
     * The number of the process that holds a file. If there is none, the file stays locked until the channel is closed.
     */
    static Optional<String> holder(FileChannel file) throws IOException {
        try {
            if (file.tryLock(LOCKED, 1, false) != null) {
                return Optional.empty();
            }
        } catch (OverlappingFileLockException e) {
            // another run of this process holds it
        }
        ByteBuffer process = ByteBuffer.allocate(LONGEST_NUMBER);
        file.read(process, 0);
        return Optional.of(new String(process.array(), 0, process.position(), StandardCharsets.US_ASCII));
    }
}
