package org.zvideo.core.weights;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;

/** Recognizes by their first bytes the files that people mistake for safetensors, and says what to do instead. */
final class UnsupportedFormats {
    private static final int PROBE = 64;
    private static final String PICKLE = ": pickle checkpoints can run code and are never loaded; "
            + "convert it to safetensors or download the .safetensors variant";

    private UnsupportedFormats() {}

    /** Whether a file is a pickle by its name or its first bytes; not one that cannot be read. */
    static boolean isPickle(Path file) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            return isPickle(file.toString(), start(channel));
        } catch (IOException e) {
            return false; // who opens it next says so
        }
    }

    private static boolean isPickle(String file, String text) {
        boolean safetensors = text.length() > 8 && text.charAt(8) == '{';
        return file.toLowerCase(Locale.ROOT).matches(".*\\.(ckpt|pt|pth|bin|pkl)")
                || !safetensors && (text.startsWith("PK\u0003\u0004") || text.startsWith("\u0080"));
    }

    private static String start(FileChannel channel) throws IOException {
        ByteBuffer start = ByteBuffer.allocate(PROBE);
        channel.read(start, 0);
        return new String(start.array(), 0, start.position(), StandardCharsets.ISO_8859_1);
    }

    static void refuse(String file, FileChannel channel) throws IOException {
        String text = start(channel);
        if (text.startsWith("version https://git-lfs")) {
            throw new WeightException(file + ": this is a git-lfs pointer, not the weights; run 'git lfs pull'");
        }
        if (text.startsWith("GGUF")) {
            throw new WeightException(file + ": GGUF files are not supported; use the .safetensors variant");
        }
        String trimmed = text.stripLeading().toLowerCase(Locale.ROOT);
        if (trimmed.startsWith("<!doctype") || trimmed.startsWith("<html")) {
            throw new WeightException(file + ": this is a web page, not the weights; download the file itself");
        }
        if (isPickle(file, text)) {
            throw new WeightException(file + PICKLE);
        }
    }
}
