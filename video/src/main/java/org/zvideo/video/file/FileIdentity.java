package org.zvideo.video.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;

/**
 * The identity of a file, whatever its name: the disk's key for it if there is one, its length and the time of its last
 * change. Renaming preserves it, and somebody who only prepares a text file cannot guess it.
 */
public final class FileIdentity {
    private FileIdentity() {}

    /** The identity of a regular file as text, or empty if there is no such file. */
    public static Optional<String> of(Path file) {
        try {
            BasicFileAttributes found =
                    Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            Object key = found.fileKey() == null ? found.creationTime() : found.fileKey();
            return found.isRegularFile()
                    ? Optional.of(key + ", " + found.size() + " bytes, " + found.lastModifiedTime())
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
