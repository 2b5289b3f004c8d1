package org.zvideo.video.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.zvideo.core.error.ErrorKind;
import org.zvideo.video.error.MediaException;

/** Oracle: the bytes on the disk. */
class OutputFileTest {
    @TempDir
    Path folder;

    @Test
    void theNameAppearsWithTheWholeFile() throws IOException {
        Path target = folder.resolve("out.bin");
        try (OutputFiles files = files();
                OutputFile file = files.claim(target, false)) {
            file.write(new byte[] {1, 2, 3});
            assertFalse(Files.exists(target));
            file.commit();
        }
        assertEquals(3, Files.size(target));
        assertEquals(List.of(target), OwnFiles.list(folder), "neither parts nor locks are left");
    }

    @Test
    void withoutCommitNothingIsLeftAndTheOldFileStays() throws IOException {
        Path target = Files.writeString(folder.resolve("out.bin"), "old");
        try (OutputFiles files = files();
                OutputFile file = files.claim(target, true)) {
            file.write(new byte[] {1, 2, 3});
        }
        assertEquals("old", Files.readString(target));
        assertEquals(List.of(target), OwnFiles.list(folder), "neither parts nor locks are left");
    }

    @Test
    void existingFilesAndMissingFoldersAreRefused() throws IOException {
        Path target = Files.writeString(folder.resolve("out.bin"), "old");
        assertTrue(refusal(target).contains("exists; allow replacing it"));
        assertTrue(refusal(folder.resolve("no/such/out.bin")).contains("does not exist"));
        Files.createDirectory(folder.resolve("sub"));
        assertTrue(refusal(folder.resolve("sub")).contains("is a folder"));
    }

    private static OutputFiles files() {
        return new OutputFiles(new InputFiles(), warning -> {});
    }

    private static String refusal(Path target) {
        MediaException error = assertThrows(MediaException.class, () -> files().claim(target, false));
        assertEquals(ErrorKind.CANNOT_CREATE, error.kind());
        return error.getMessage();
    }
}
