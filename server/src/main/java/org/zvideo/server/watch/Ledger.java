package org.zvideo.server.watch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import org.zvideo.core.error.ErrorKind;
import org.zvideo.core.file.FileReason;
import org.zvideo.core.file.LimitedJson;
import org.zvideo.video.error.MediaException;
import org.zvideo.video.file.OwnFiles;

/**
 * Which files of a watched folder were dealt with, by their names and contents: size, and a hash of the beginning and the end. A
 * file that changes counts as a new one.
 */
final class Ledger {
    private static final int VERSION = 1;
    private static final ObjectMapper JSON = LimitedJson.mapperOfLists().build();
    private static final int ENDS = 1 << 16;
    /** Names that are remembered; the oldest go first. */
    private static final int MOST = 100_000;

    private final Path file;
    private final Map<String, Entry> entries = new LinkedHashMap<>();

    /**
     * A file that was dealt with.
     *
     * @param content its size and hash
     * @param what    what was done with it: {@code queued}, {@code has a result}, or why not
     */
    private record Entry(String content, String what) {}

    Ledger(Path file) throws IOException {
        this.file = file;
        if (Files.exists(file)) {
            for (JsonNode entry :
                    LimitedJson.tree(JSON, file, LimitedJson.LISTS).path("files")) {
                entries.put(
                        entry.path("name").asText(),
                        new Entry(
                                entry.path("content").asText(),
                                entry.path("what").asText()));
            }
        }
    }

    /** What is compared of a file. */
    static String content(Path media) throws IOException {
        long size = Files.size(media);
        try (InputStream in = Files.newInputStream(media)) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(in.readNBytes(ENDS));
            in.skipNBytes(Math.max(0, size - 2L * ENDS));
            digest.update(in.readNBytes(ENDS));
            return size + ":" + HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** Whether this content of that name was dealt with. */
    boolean knows(String name, String content) {
        Entry entry = entries.get(name);
        return entry != null && entry.content.equals(content);
    }

    /** Whether some content of that name was dealt with. */
    boolean knows(String name) {
        return entries.containsKey(name);
    }

    /** Notes what was done with a file. */
    void note(String name, String content, String what) {
        entries.remove(name);
        entries.put(name, new Entry(content, what));
        if (entries.size() > MOST) {
            entries.remove(entries.keySet().iterator().next());
        }
        ObjectNode node = JSON.createObjectNode().put("version", VERSION);
        ArrayNode files = node.putArray("files");
        entries.forEach((each, entry) -> files.addObject()
                .put("name", each)
                .put("content", entry.content)
                .put("what", entry.what));
        try {
            OwnFiles.replace(file, node.toPrettyString().getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new MediaException(ErrorKind.IO, "list " + file + ": cannot be written: " + FileReason.of(e), e);
        }
    }
}
