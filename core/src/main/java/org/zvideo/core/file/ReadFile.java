package org.zvideo.core.file;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Objects;

/**
 * A file that is read, as it was when it was opened: results depend on what it held then, wherever the links stand through
 * which it was found.
 *
 * @param given    the name by which it was opened
 * @param path     the file itself, without links
 * @param size     in bytes
 * @param modified milliseconds since 1970
 * @param key      what the system knows it by, device and inode where there are such; may be null
 */
public record ReadFile(Path given, Path path, long size, long modified, Object key) {
    private static final int BUFFER = 1 << 20;

    /**
     * To be called before the file is opened.
     *
     * @throws UncheckedIOException if it is not there
     */
    public static ReadFile of(Path file) {
        try {
            Path real = file.toRealPath();
            BasicFileAttributes now = Files.readAttributes(real, BasicFileAttributes.class);
            return new ReadFile(file, real, now.size(), now.lastModifiedTime().toMillis(), now.fileKey());
        } catch (IOException e) {
            throw new UncheckedIOException(file + ": cannot be read: " + FileReason.of(e), e);
        }
    }

    /**
     * SHA-256 of what it held, in hexadecimal digits.
     *
     * @throws UncheckedIOException if it is no longer the file that was opened
     */
    public String sha256() {
        MessageDigest digest = digest();
        try (InputStream in = new DigestInputStream(Files.newInputStream(path), digest)) {
            byte[] buffer = new byte[BUFFER];
            while (in.read(buffer) >= 0) {
                // the digest sees what passes
            }
        } catch (IOException e) {
            throw new UncheckedIOException(given + ": cannot be read: " + FileReason.of(e), e);
        }
        requireUnchanged();
        return HexFormat.of().formatHex(digest.digest());
    }

    /**
     * Fails if the name stands for another file by now, or the file holds something else.
     *
     * @throws UncheckedIOException that names it
     */
    public void requireUnchanged() {
        ReadFile now = of(given);
        if (!path.equals(now.path) || size != now.size || modified != now.modified || !Objects.equals(key, now.key)) {
            String changed = given + ": was changed while it was being used; start again";
            throw new UncheckedIOException(changed, new IOException(changed));
        }
    }

    private static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
