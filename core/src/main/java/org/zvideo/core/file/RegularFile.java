package org.zvideo.core.file;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Opens files that may be anybody's: a pipe would wait for ever, and a device never ends. How much of them is read is for the
 * reader to bound.
 */
public final class RegularFile {
    private RegularFile() {}

    /**
     * Opens a regular file.
     *
     * @throws IOException if it is something else; the reason can follow its name
     */
    public static InputStream open(Path file) throws IOException {
        if (!Files.isRegularFile(file) && Files.exists(file)) {
            throw new IOException(
                    Files.isDirectory(file) ? "it is a folder" : "it is a pipe or a device where a file is needed");
        }
        return Files.newInputStream(file);
    }
}
