package org.zvideo.model.mini;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.zvideo.core.error.ErrorKind;
import org.zvideo.core.error.ZvideoException;
import org.zvideo.core.file.FileReason;
import org.zvideo.core.os.UserFolders;

/** The small model that zvideo uses unless another is named. It is read from files, so the jar is unpacked once. */
public final class MiniModel {
    private static final String LIST = "SHA256SUMS";
    private static final int NAME_DIGITS = 16;

    private MiniModel() {}

    /**
     * The folder of the model, among the user's cached files. What is missing there or is not what it should be is unpacked; the
     * rest is only read, which takes a tenth of a second.
     *
     * @throws ZvideoException of the kind {@link ErrorKind#CANNOT_CREATE} if it cannot be unpacked
     */
    public static Path folder() {
        return unpackedIn(UserFolders.here().cache().resolve("models"));
    }

    /** The folder of the model in another folder than the user's. */
    static Path unpackedIn(Path models) {
        byte[] list = resource(LIST);
        Path folder = models.resolve("mini-" + sha256(list).substring(0, NAME_DIGITS));
        try {
            for (String line : new String(list, StandardCharsets.UTF_8).lines().toList()) {
                String[] words = line.split(" +", 2);
                unpack(words[1], words[0], folder.resolve(words[1]));
            }
            return folder;
        } catch (IOException e) {
            throw new ZvideoException(
                    ErrorKind.CANNOT_CREATE,
                    "mini model: cannot be unpacked to " + folder + ": " + FileReason.of(e)
                            + "; set XDG_CACHE_HOME to a writable folder",
                    e);
        }
    }

    /** Two programs that do this at once write the same, and a file has its name only when it is complete. */
    private static void unpack(String name, String expected, Path file) throws IOException {
        if (Files.isRegularFile(file) && sha256(file).equals(expected)) {
            return;
        }
        Files.createDirectories(file.getParent());
        Path part = Files.createTempFile(file.getParent(), ".unpacking-", ".part");
        try {
            try (InputStream from = open(name)) {
                Files.copy(from, part, StandardCopyOption.REPLACE_EXISTING);
            }
            if (!sha256(part).equals(expected)) {
                throw new IOException("the jar is damaged");
            }
            Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    private static InputStream open(String name) {
        InputStream stream = MiniModel.class.getResourceAsStream(name);
        if (stream == null) {
            throw new IllegalStateException("the jar of the mini model has no " + name);
        }
        return stream;
    }

    private static byte[] resource(String name) {
        try (InputStream stream = open(name)) {
            return stream.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String sha256(Path file) throws IOException {
        MessageDigest digest = digest();
        try (InputStream bytes = new DigestInputStream(Files.newInputStream(file), digest)) {
            bytes.transferTo(OutputStream.nullOutputStream());
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static String sha256(byte[] bytes) {
        return HexFormat.of().formatHex(digest().digest(bytes));
    }

    private static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java has it
        }
    }
}
