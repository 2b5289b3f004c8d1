package org.zvideo.core.diffusion;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.zvideo.core.edit.KeyValueStorage;
import org.zvideo.core.error.ErrorKind;
import org.zvideo.core.error.ZvideoException;
import org.zvideo.core.os.PathLimit;

/** Oracle: the length of the longest path, counted. */
class MemorySavingTest {
    private static final Path FOLDER = Path.of("/films/a.mp4.zvideo");
    /** The folder, a separator, and keys-, 20 digits and .tmp. */
    private static final int LONGEST = 19 + 1 + 5 + 20 + 4;

    private final MemorySaving saving = new MemorySaving(KeyValueStorage.DISK, false);

    @Test
    void aFolderInWhichFilesCanBeOpenedIsTaken() {
        assertEquals(
                Optional.of(FOLDER), saving.in(FOLDER, new PathLimit(LONGEST)).folder());
        assertEquals(Optional.of(FOLDER), saving.in(FOLDER).folder());
    }

    @Test
    void oneWhosePathIsTooLongIsOneLineBeforeTheWork() {
        ZvideoException error =
                assertThrows(ZvideoException.class, () -> saving.in(FOLDER, new PathLimit(LONGEST - 1)));
        assertEquals(ErrorKind.CANNOT_CREATE, error.kind());
        assertEquals(
                "keys and values in files: the path of " + FOLDER.resolve("keys-18446744073709551615.tmp") + " has "
                        + LONGEST + " characters, and LibTorch opens none of more than " + (LONGEST - 1)
                        + " on this system; choose an output with a shorter path, or allow them more memory",
                error.getMessage());
    }

    @Test
    void inMemoryNoPathIsTooLong() {
        MemorySaving rounded = new MemorySaving(KeyValueStorage.ROUNDED, false);
        assertEquals(rounded, rounded.in(FOLDER, new PathLimit(1)));
    }
}
