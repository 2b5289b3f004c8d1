package org.zvideo.video.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Oracle: the bytes that Java says are locked. On Windows nobody else can read those. */
class ProcessLockTest {
    private static final String OURS = Long.toString(ProcessHandle.current().pid());

    @TempDir
    Path folder;

    @Test
    void theNumberOfTheHolderCanBeReadWhileItHolds() throws IOException {
        Path file = folder.resolve("lock");
        try (FileChannel first = OwnFiles.create(file);
                FileChannel second = OwnFiles.open(file)) {
            assertEquals(Optional.empty(), ProcessLock.take(first));
            assertEquals(Optional.of(OURS), ProcessLock.take(second));
            assertEquals(OURS, Files.readString(file, StandardCharsets.US_ASCII));
            try (FileLock number = second.tryLock(0, 1 << 20, false)) {
                assertTrue(number.isValid(), "what holds the number is not locked");
            }
        }
        try (FileChannel third = OwnFiles.open(file)) {
            assertEquals(Optional.empty(), ProcessLock.take(third), "the lock goes with the channel");
        }
    }

    /** As runs of older versions lock the whole file. */
    @Test
    void aLockOfTheWholeFileIsSeen() throws IOException {
        Path file = Files.writeString(folder.resolve("lock"), "77");
        try (FileChannel old = FileChannel.open(file, StandardOpenOption.WRITE);
                FileLock whole = old.tryLock();
                FileChannel other = OwnFiles.open(file)) {
            assertTrue(whole.isValid());
            assertEquals(Optional.of("77"), ProcessLock.take(other));
        }
    }
}
