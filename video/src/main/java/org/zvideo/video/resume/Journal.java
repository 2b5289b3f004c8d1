package org.zvideo.video.resume;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.TreeMap;

/**
 * What is done, a line of JSON each, only ever appended to. A line that was torn by a crash is not one; of two for one
 * frame the later counts.
 */
final class Journal implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final FileChannel channel;
    private final Map<Long, Entry> entries = new TreeMap<>();
    private boolean claimed;
    private boolean publishing;

    /**
     * A frame that is done.
     *
     * @param frame  its number
     * @param shot   number of the first frame of its shot
     * @param result SHA-256 of its picture's file
     * @param state  SHA-256 of what it leaves, {@code none} if that is nothing; null if it was not kept
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Entry(long frame, long shot, String result, String state) {
        static final String NOTHING = "none";
    }

    /** The line that says that parts of outputs beside the folder are this job's. */
    private record Claimed(boolean claimed) {
    }

    /** The line that says that the outputs get their names. */
    private record Publishing(boolean publishing) {
    }

    Journal(Path file) throws IOException {
        if (Files.exists(file)) {
            for (String line : new String(Files.readAllBytes(file), StandardCharsets.UTF_8).split("\n")) {
                read(line);
            }
        }
        channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
        if (channel.size() > 0) {
            write("\n"); // ends a torn line
        }
    }

    private void read(String line) {
        try {
            if (line.equals(JSON.writeValueAsString(new Publishing(true)))) {
                publishing = true;
            } else if (line.equals(JSON.writeValueAsString(new Claimed(true)))) {
                claimed = true;
            } else if (!line.isBlank()) {
                Entry entry = JSON.readValue(line, Entry.class);
                if (entry.frame >= 0 && entry.shot >= 0 && entry.shot <= entry.frame && entry.result != null) {
                    entries.put(entry.frame, entry);
                }
            }
        } catch (JsonProcessingException e) {
            return; // torn or damaged: the frame is done again
        }
    }

    Map<Long, Entry> entries() {
        return entries;
    }

    /** Whether outputs may have got their names already. */
    boolean publishing() {
        return publishing;
    }

    /** Whether parts of outputs may have been left by this job. */
    boolean claimed() {
        return claimed;
    }

    void claim() throws IOException {
        if (!claimed) {
            claimed = true;
            write(JSON.writeValueAsString(new Claimed(true)) + "\n");
        }
    }

    void add(Entry entry) throws IOException {
        write(JSON.writeValueAsString(entry) + "\n");
        entries.put(entry.frame, entry);
    }

    void publish() throws IOException {
        publishing = true;
        write(JSON.writeValueAsString(new Publishing(true)) + "\n");
    }

    private void write(String line) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
        channel.force(true);
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
