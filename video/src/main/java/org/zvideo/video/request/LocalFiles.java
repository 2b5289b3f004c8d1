package org.zvideo.video.request;

import java.nio.file.Files;
import java.nio.file.Path;
import org.zvideo.core.error.ErrorKind;
import org.zvideo.video.error.MediaException;

/** Names that FFmpeg would take for something else than a file. */
public final class LocalFiles {
    private static final String PROTOCOLS =
            "(?s)[a-zA-Z][a-zA-Z0-9+.-]+:/.*|(concat|subfile|data|crypto|cache|async|pipe):.*";

    /** Of the two slashes of an address a path keeps one. */
    private static final String LOST_SLASH = "^([a-zA-Z][a-zA-Z0-9+.-]+:/)(?!/)";

    /** What is wrong with an address, and what to do. */
    public static final String REMEDY = "local files only; download it, and give the name of the file";

    private LocalFiles() {}

    /**
     * Fails if a name asks for something that FFmpeg would fetch or put together.
     *
     * @param what what the file is, for the message
     */
    public static void require(String what, Path file) {
        if (!Files.exists(file) && file.toString().matches(PROTOCOLS)) {
            throw new MediaException(
                    ErrorKind.USAGE, what + " " + file.toString().replaceFirst(LOST_SLASH, "$1/") + ": " + REMEDY);
        }
    }
}
