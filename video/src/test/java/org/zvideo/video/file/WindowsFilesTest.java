package org.zvideo.video.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.zvideo.core.error.ErrorKind;
import org.zvideo.video.error.MediaException;

/** Files by the rules of Windows. Oracle: a file system in memory that follows them. */
class WindowsFilesTest {
    private final FileSystem windows = Jimfs.newFileSystem(Configuration.windows().toBuilder()
            .setAttributeViews("basic", "owner", "dos")
            .build());
    private final FileSystem withoutOwners = Jimfs.newFileSystem(
            Configuration.windows().toBuilder().setAttributeViews("basic").build());

    @TempDir
    Path folder;

    @AfterEach
    void close() throws IOException {
        windows.close();
        withoutOwners.close();
    }

    @Test
    void aFolderThatCannotBeOpenedIsNotSynced() throws IOException {
        Path work = Files.createDirectory(windows.getPath("C:\\work\\x"));
        OwnFiles.syncFolder(work);
        OwnFiles.syncFolder(folder);
        assertThrows(
                IOException.class, () -> OwnFiles.syncFolder(folder.resolve("none")), "it is opened where that works");
    }

    @Test
    void whereFilesHaveNoOwnersNobodyIsAnother() throws IOException {
        Path work = Files.createDirectory(withoutOwners.getPath("C:\\work\\x"));
        assertEquals(Optional.empty(), OwnFiles.owner(work));
        assertEquals(Optional.empty(), OwnFiles.ourselves(work));
        assertTrue(OwnFiles.owner(folder).isPresent());
        assertTrue(OwnFiles.owner(Files.createDirectory(windows.getPath("C:\\work\\y")))
                .isPresent());
    }

    @ParameterizedTest
    @ValueSource(strings = {"nul", "CON.mp4", "com1.zvideo.mp4", "LPT9.png", "x.mp4.", "Aux"})
    void aNameThatMeansSomethingElseThereIsRefused(String name) {
        MediaException error =
                assertThrows(MediaException.class, () -> OutputFiles.requirePlace(windows.getPath("C:\\work", name)));
        assertEquals(ErrorKind.USAGE, error.kind());
        assertTrue(error.getMessage().contains("'" + name + "'")
                && error.getMessage().contains("choose another name"));
        OutputFiles.requirePlace(folder.resolve(name)); // elsewhere it is a name like any other
    }

    @ParameterizedTest
    @ValueSource(strings = {"console.mp4", "com.mp4", "my nul.mp4", "x..mp4", "com10.mp4"})
    void otherNamesAreFine(String name) {
        OutputFiles.requirePlace(windows.getPath("C:\\work", name));
    }

    @Test
    void namesInTwoCasesAreOneFileWhereTheSystemSaysSo() throws IOException {
        FileSystem mac = Jimfs.newFileSystem(Configuration.osX());
        for (FileSystem ignoring : List.of(windows, mac)) {
            Path place = Files.createDirectories(ignoring.getPath("Movies", "1"));
            assertEquals(FileName.identity(place.resolve("A.mp4")), FileName.identity(place.resolve("a.MP4")));
            assertNotEquals(FileName.identity(place.resolve("a.mp4")), FileName.identity(place.resolve("b.mp4")));
        }
        mac.close();
        assertNotEquals(FileName.identity(folder.resolve("A.mp4")), FileName.identity(folder.resolve("a.mp4")));
    }

    @Test
    void aBusyFileIsTriedForSomeSecondsThereAndOnceElsewhere() {
        assertTrue(Persistence.on(windows.getPath("C:\\x")).tries() > 1);
        assertEquals(1, Persistence.on(folder).tries());
        assertTrue(Set.of(9L, 10L)
                .contains(Persistence.on(windows.getPath("C:\\x"))
                        .pause()
                        .multipliedBy(20)
                        .toSeconds()));
    }
}
