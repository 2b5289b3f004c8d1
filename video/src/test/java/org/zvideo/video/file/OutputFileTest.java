package org.zvideo.video.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.zvideo.video.error.MediaException;

/** Oracle: the bytes on the disk. */
class OutputFileTest {
    @TempDir
    Path folder;

    @Test
    void theNameAppearsWithTheWholeFile() throws IOException {
        Path target = folder.resolve("out.bin");
        try (OutputFile file = OutputFile.create(target, false)) {
            file.write(new byte[] {1, 2, 3});
            assertFalse(Files.exists(target));
            file.commit();
        }
        assertEquals(3, Files.size(target));
        assertFalse(Files.exists(folder.resolve("out.bin.part")));
    }

    @Test
    void withoutCommitNothingIsLeftAndTheOldFileStays() throws IOException {
        Path target = Files.writeString(folder.resolve("out.bin"), "old");
        try (OutputFile file = OutputFile.create(target, true)) {
            file.write(new byte[] {1, 2, 3});
        }
        assertEquals("old", Files.readString(target));
        assertFalse(Files.exists(folder.resolve("out.bin.part")));
    }

    @Test
    void existingFilesPartsAndMissingFoldersAreRefused() throws IOException {
        Path target = Files.writeString(folder.resolve("out.bin"), "old");
        assertTrue(refusal(target).contains("use -y"));
        Files.writeString(folder.resolve("new.bin.part"), "of another run");
        assertTrue(refusal(folder.resolve("new.bin")).contains("another run"));
        assertTrue(refusal(folder.resolve("no/such/out.bin")).contains("there is no folder"));
        Files.createDirectory(folder.resolve("sub"));
        assertTrue(refusal(folder.resolve("sub")).contains("is a folder"));
        assertEquals("of another run", Files.readString(folder.resolve("new.bin.part")));
    }

    private static String refusal(Path target) {
        MediaException error = assertThrows(MediaException.class, () -> OutputFile.create(target, false));
        assertEquals(MediaException.Problem.CANNOT_CREATE, error.problem());
        return error.getMessage();
    }
}
