package org.zvideo.video.resume;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Work folders by the rules of Windows, with owners and, as on some network disks, without. Oracle: a file system in memory. */
class WindowsFolderTest {
    @ParameterizedTest
    @ValueSource(strings = {"basic,owner,dos", "basic"})
    void aFolderIsTakenAndTakenAgain(String views) throws IOException {
        try (FileSystem windows = Jimfs.newFileSystem(Configuration.windows().toBuilder()
                .setAttributeViews("basic", views.split(","))
                .build())) {
            Path folder = Files.createDirectories(windows.getPath("C:\\films")).resolve("a.zvideo");
            for (int run = 0; run < 2; run++) {
                try (FolderLock lock = FolderLock.take(folder, "lock")) {
                    assertTrue(lock.held());
                }
            }
        }
    }
}
