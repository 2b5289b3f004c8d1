package org.zvideo.core.os;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Oracle: where each system keeps a user's caches. */
class UserFoldersTest {
    @ParameterizedTest
    @CsvSource({
        "Linux, , , /home/me/.cache/zvideo",
        "Linux, /c, , /c/zvideo",
        "Mac OS X, , , /home/me/Library/Caches/zvideo",
        "Mac OS X, /c, , /c/zvideo",
        "Windows 11, , /local, /local/zvideo/cache",
        "Windows 11, , , /home/me/.cache/zvideo",
        "Windows Server 2022, /c, /local, /c/zvideo",
        "FreeBSD, , /local, /home/me/.cache/zvideo"
    })
    void theCacheIsWhereTheSystemKeepsThem(String system, String xdg, String local, String expected) {
        Map<String, String> environment = new HashMap<>();
        if (xdg != null) {
            environment.put("XDG_CACHE_HOME", xdg);
        }
        if (local != null) {
            environment.put("LOCALAPPDATA", local);
        }
        UserFolders folders = new UserFolders(environment, Path.of("/home/me"), OperatingSystem.named(system));
        assertEquals(Path.of(expected), folders.cache());
    }
}
