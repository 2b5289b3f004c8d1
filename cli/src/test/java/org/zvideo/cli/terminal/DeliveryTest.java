package org.zvideo.cli.terminal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.zvideo.core.error.ErrorKind;
import org.zvideo.video.error.MediaException;

/** A result on its way through standard output, on systems that say in any language why it cannot be written. */
class DeliveryTest {
    private static final byte[] RESULT = new byte[200_000];

    @TempDir
    Path folder;

    /** Standard output that ends after some bytes. */
    private static final class Ending extends FileOutputStream {
        private final String message;
        private final boolean keeping;
        private int left;

        /** @param keeping whether the bytes until then are in the file, or have gone to a reader */
        Ending(Path file, int bytes, String message, boolean keeping) throws IOException {
            super(file.toFile());
            this.left = bytes;
            this.message = message;
            this.keeping = keeping;
        }

        @Override
        public void write(byte[] bytes) throws IOException {
            int fitting = Math.min(left, bytes.length);
            if (keeping) {
                super.write(bytes, 0, fitting);
            }
            left -= fitting;
            if (fitting < bytes.length) {
                throw new IOException(message);
            }
        }
    }

    private void deliver(FileOutputStream out) throws IOException {
        Arrays.fill(RESULT, (byte) 7);
        try (Pipes pipes = new Pipes(new ByteArrayInputStream(new byte[0]), out, () -> {})) {
            Files.write(pipes.output(), RESULT);
            pipes.deliver();
        }
    }

    @Test
    void aReaderMayLeaveInAnyLanguage() throws IOException {
        for (int bytes : new int[] {1, 10, 100_000}) {
            try (FileOutputStream out = new Ending(folder.resolve("out"), bytes, "Die Pipe wurde beendet", false)) {
                deliver(out);
            }
        }
    }

    @Test
    void aDiskMayBeFullInAnyLanguage() throws IOException {
        for (int bytes : new int[] {0, 1, 10, 100_000}) {
            try (FileOutputStream out = new Ending(folder.resolve("out"), bytes, "Der Datenträger ist voll", true)) {
                MediaException error = assertThrows(MediaException.class, () -> deliver(out));
                assertEquals(ErrorKind.IO, error.kind());
                assertTrue(
                        error.getMessage().contains("standard output: Der Datenträger ist voll"), error.getMessage());
            }
        }
    }

    @Test
    void allOfItArrives() throws IOException {
        Path file = folder.resolve("out");
        try (FileOutputStream out = new FileOutputStream(file.toFile())) {
            deliver(out);
        }
        assertArrayEquals(RESULT, Files.readAllBytes(file));
    }
}
