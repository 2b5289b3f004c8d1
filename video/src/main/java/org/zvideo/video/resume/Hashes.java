package org.zvideo.video.resume;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** SHA-256, in hexadecimal digits. */
public final class Hashes {
    private static final int BUFFER = 1 << 20;

    private Hashes() {
    }

    static String of(byte[] bytes) {
        return HexFormat.of().formatHex(sha256().digest(bytes));
    }

    /** Of a file's bytes. */
    public static String of(Path file) throws IOException {
        MessageDigest digest = sha256();
        try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
            byte[] buffer = new byte[BUFFER];
            while (in.read(buffer) >= 0) {
                continue; // the digest sees what passes
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /** Of a file, or of each file below a folder by its name. */
    public static Object ofAll(Path path) {
        try {
            if (!Files.isDirectory(path)) {
                return of(path);
            }
            Map<String, String> hashes = new TreeMap<>();
            List<Path> files;
            try (Stream<Path> below = Files.walk(path)) {
                files = below.filter(Files::isRegularFile).toList();
            }
            for (Path file : files) {
                hashes.put(path.relativize(file).toString(), of(file));
            }
            return hashes;
        } catch (IOException e) {
            throw new UncheckedIOException(path + ": cannot be read: " + e.getMessage(), e);
        }
    }

    static boolean matches(Path file, String hash) {
        try {
            return Files.isRegularFile(file) && of(file).equals(hash);
        } catch (IOException e) {
            return false; // done again
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
