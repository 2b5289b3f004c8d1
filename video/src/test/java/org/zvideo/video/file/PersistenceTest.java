package org.zvideo.video.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Oracle: an action that counts how often it is tried, and fails as Windows lets it fail. */
class PersistenceTest {
    private static final Duration PAUSE = Duration.ofMillis(10);

    private int tried;

    private void failing(int times, IOException with) throws IOException {
        tried++;
        if (tried <= times) {
            throw with;
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void whatIsBusyIsTriedAgain(int times) throws IOException {
        long start = System.nanoTime();
        new Persistence(5, PAUSE).run(() -> failing(times, new AccessDeniedException("a.mp4")));
        assertEquals(times + 1, tried);
        assertTrue(System.nanoTime() - start >= times * PAUSE.toNanos(), "it waits between two of them");
    }

    /** By another process: that has no class of its own. */
    @Test
    void theLastFailureIsTheOneThatIsReported() {
        List<IOException> all = new ArrayList<>();
        FileSystemException error = assertThrows(
                FileSystemException.class,
                () -> new Persistence(3, PAUSE).run(() -> {
                    all.add(new FileSystemException("a.mp4", null, "used by another process"));
                    throw all.get(all.size() - 1);
                }));
        assertEquals(3, all.size());
        assertSame(all.get(2), error);
    }

    @Test
    void whatWaitingDoesNotHelpFailsAtOnce() {
        for (IOException other : List.of(
                new NoSuchFileException("a.mp4"),
                new AtomicMoveNotSupportedException("a", "b", ""),
                new IOException("x"))) {
            tried = 0;
            assertThrows(other.getClass(), () -> new Persistence(5, PAUSE).run(() -> failing(9, other)));
            assertEquals(1, tried);
        }
    }
}
