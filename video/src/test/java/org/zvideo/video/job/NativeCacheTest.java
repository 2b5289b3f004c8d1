package org.zvideo.video.job;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who else can replace a native library. Oracle: the permissions that the test sets, of which it knows whom they let in. */
class NativeCacheTest {
    @TempDir
    Path folder;

    private Path above;
    private Path cache;

    /** @param first the file or folder that is named, if any is */
    @ParameterizedTest
    @CsvSource(
            nullValues = "none",
            value = {
                "755, 700, 755, 644, none",
                "755, 755, 755, 755, none",
                "755, 777, 755, 644, above/cache",
                "755, 757, 755, 644, above/cache",
                "777, 700, 755, 644, above",
                "1777, 700, 755, 644, none",
                "755, 700, 777, 644, above/cache/lib.jar",
                "755, 700, 755, 666, above/cache/lib.jar/lib.so"
            })
    void whatOthersCanWriteIsNamed(String aboveMode, String cacheMode, String insideMode, String fileMode, String first)
            throws IOException {
        lay();
        mode(cache.resolve("lib.jar/lib.so"), fileMode);
        mode(cache.resolve("lib.jar"), insideMode);
        mode(cache, cacheMode);
        mode(above, aboveMode);
        assertEquals(Optional.ofNullable(first).map(folder::resolve), new NativeCache(cache).writableByOthers());
    }

    /** A link leads where the folder that holds it lets others make it lead, and in the cache it may lead nowhere. */
    @Test
    void linksAreAsSafeAsTheFolderThatHoldsThem() throws IOException {
        lay();
        Files.createSymbolicLink(cache.resolve("lib.jar/lib.so.1"), Path.of("gone.so"));
        Path links = Files.createDirectory(folder.resolve("links"));
        Path link = Files.createSymbolicLink(links.resolve("cache"), cache);
        mode(links, "755");
        assertEquals(Optional.empty(), new NativeCache(link).writableByOthers());
        mode(links, "777");
        assertEquals(Optional.of(links), new NativeCache(link).writableByOthers());
    }

    private void lay() throws IOException {
        above = folder.resolve("above");
        cache = above.resolve("cache");
        Files.createDirectories(cache.resolve("lib.jar"));
        Files.createFile(cache.resolve("lib.jar/lib.so"));
        for (Path path : new Path[] {folder, above, cache, cache.resolve("lib.jar")}) {
            mode(path, "755");
        }
    }

    private static void mode(Path file, String octal) throws IOException {
        Files.setAttribute(file, "unix:mode", Integer.parseInt(octal, 8));
    }
}
