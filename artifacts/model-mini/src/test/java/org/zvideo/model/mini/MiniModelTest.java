package org.zvideo.model.mini;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.zvideo.core.error.ErrorKind;
import org.zvideo.core.error.ZvideoException;

/** Oracle: the files of the model in the repository. */
class MiniModelTest {
    private static final Path MODEL = Path.of(System.getProperty("zvideo.testdata"), "model", "mini");

    @TempDir
    Path folder;

    @Test
    void allFilesOfTheModelAreUnpackedOnceAndMended() throws IOException {
        Path unpacked = MiniModel.unpackedIn(folder);
        assertSame(MODEL, unpacked);
        Path weights = unpacked.resolve("vae/diffusion_pytorch_model.safetensors");
        Files.setLastModifiedTime(weights, FileTime.from(Instant.EPOCH));
        Files.writeString(unpacked.resolve("unet/config.json"), "{}");
        assertEquals(unpacked, MiniModel.unpackedIn(folder));
        assertSame(MODEL, unpacked);
        assertEquals(Instant.EPOCH, Files.getLastModifiedTime(weights).toInstant(), "what is right stays");
    }

    @Test
    void severalAtOnceGetTheSame() throws IOException {
        CompletableFuture<Path> other = CompletableFuture.supplyAsync(() -> MiniModel.unpackedIn(folder));
        Path unpacked = MiniModel.unpackedIn(folder);
        assertEquals(unpacked, other.join());
        assertSame(MODEL, unpacked);
    }

    @Test
    void aPlaceThatCannotBeWrittenIsSaid() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));
        ZvideoException error = assertThrows(ZvideoException.class, () -> MiniModel.unpackedIn(file));
        assertEquals(ErrorKind.CANNOT_CREATE, error.kind());
        assertTrue(error.getMessage().contains("set XDG_CACHE_HOME"), error.getMessage());
    }

    private static void assertSame(Path expected, Path actual) throws IOException {
        Map<String, Path> before = files(expected);
        Map<String, Path> after = files(actual);
        assertEquals(before.keySet(), after.keySet());
        for (Map.Entry<String, Path> file : before.entrySet()) {
            assertEquals(-1, Files.mismatch(file.getValue(), after.get(file.getKey())), file.getKey());
        }
    }

    private static Map<String, Path> files(Path below) throws IOException {
        Map<String, Path> files = new TreeMap<>();
        try (Stream<Path> all = Files.walk(below)) {
            all.filter(Files::isRegularFile)
                    .forEach(file -> files.put(below.relativize(file).toString(), file));
        }
        return files;
    }
}
