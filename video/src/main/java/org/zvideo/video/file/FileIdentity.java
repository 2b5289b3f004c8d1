package org.zvideo.video.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;

/**
 * What a file is, whatever its name: the disk's key for it where there is one, its length and the time of its last change.
 * Renaming keeps it, and nobody who only prepares a text can know it.
 */
public final class FileIdentity {
    private FileIdentity() {}

    /** The identity of a plain file as a text; empty if there is none. */
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
