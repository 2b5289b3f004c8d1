package org.zvideo.video.resume;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.zvideo.core.file.FileReason;
import org.zvideo.core.file.LimitedFile;
import org.zvideo.core.file.LimitedJson;
import org.zvideo.video.file.OwnFiles;
import org.zvideo.video.report.FrameMeasures;

/**
 * What is done, a line of JSON each, only ever appended to. A line that was torn by a crash is not one; of two for one
 * frame the later counts.
 */
final class Journal implements AutoCloseable {
    private static final ObjectMapper JSON = LimitedJson.mapperOfLists().build();
    /** A day of film. */
    private static final long MOST_FRAMES = 2_100_000;

    private static final int MOST_STYLES = 1000;
    private static final long LARGEST = 2_000_000_000;
    /** The names of a day's pictures; what is longer was not written here. */
    private static final int LONGEST_LINE = 64_000_000;

    private static final int BUFFER = 1 << 16;
    private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");

    private final FileChannel channel;
    private final Map<Long, Entry> entries = new TreeMap<>();
    private final Map<Long, Ahead> aheads = new TreeMap<>();
    private final Map<List<Long>, Painted> paintings = new HashMap<>();
    private boolean complete;
    private final Set<String> claimed = new LinkedHashSet<>();
    /** What got its name, by its name. */
    private final Map<String, String> published = new TreeMap<>();

    /**
     * A frame that is done.
     *
     * @param frame  its number
     * @param shot   number of the first frame of its shot
     * @param anchor number of the frame that those after it look at as their shot's first one; null if that is the shot's own
     * @param result SHA-256 of its picture's file
     * @param state  SHA-256 of what it leaves, {@code none} if that is nothing; null if it was not kept
     * @param parts  what its file holds besides the picture
     * @param energy          as in {@link FrameMeasures}
     * @param styleDifference the same
     * @param notes           the same; null if there are none
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Entry(
            long frame,
            long shot,
            Long anchor,
            String result,
            String state,
            StoredParts parts,
            Double energy,
            Double styleDifference,
            List<String> notes) {
        static final String NOTHING = "none";

        /** Number of the frame that those after this one look at as their shot's first one. */
        long first() {
            return anchor == null ? shot : anchor;
        }

        /** Whether a run can have written this. */
        private boolean plausible() {
            return frame < MOST_FRAMES
                    && shot >= 0
                    && shot <= first()
                    && first() <= frame
                    && isHash(result)
                    && (state == null || state.equals(NOTHING) || isHash(state))
                    && parts != null
                    && (parts.shares() == null || parts.shares() >= 0 && parts.shares() <= MOST_STYLES)
                    && (notes == null || !notes.contains(null));
        }

        FrameMeasures measures() {
            return new FrameMeasures(energy, styleDifference, null, null, notes == null ? List.of() : notes);
        }
    }

    /**
     * The state of a frame that was handed ahead in a shot.
     *
     * @param ahead its number in the video
     * @param shot  number of the first frame of its shot
     * @param state SHA-256 of what it left
     */
    record Ahead(long ahead, long shot, String state) {
        private boolean plausible() {
            return shot >= 0 && shot < MOST_FRAMES && isHash(state);
        }
    }

    /**
     * A style picture before and after the autoencoder.
     *
     * @param painting its number among the styles
     * @param scale    of its size, in thousandths
     * @param hash     SHA-256 of the file that holds both
     */
    record Painted(long painting, long scale, String hash) {
        private boolean plausible() {
            return painting >= 0 && painting < MOST_STYLES && isHash(hash);
        }
    }

    /** The line that says that no frame is missing. */
    private record Complete(long complete) {}

    /** The line that says that parts of outputs with this token, beside the folder, are this job's. */
    private record Claimed(String claimed) {}

    /**
     * The line that says that outputs get their names.
     *
     * @param publishing token of the run
     * @param files      identity of each, by its name
     */
    private record Publishing(String publishing, Map<String, String> files) {}

    Journal(Path file) throws IOException {
        if (Files.exists(file)) {
            try (InputStream in = new BufferedInputStream(LimitedFile.open(file, LARGEST), BUFFER)) {
                for (String line = nextLine(in); line != null; line = nextLine(in)) {
                    read(line);
                }
            }
        }
        channel = OwnFiles.append(file);
        if (channel.size() > 0) {
            write("\n"); // ends a torn line
        }
    }

    /** The next line, empty if it is too long to be one of ours; null at the end. */
    private static String nextLine(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        int one = in.read();
        if (one < 0) {
            return null;
        }
        boolean whole = true;
        for (; one >= 0 && one != '\n'; one = in.read()) {
            whole &= line.size() < LONGEST_LINE;
            if (whole) {
                line.write(one);
            }
        }
        return whole ? line.toString(StandardCharsets.UTF_8) : "";
    }

    private void read(String line) {
        try {
            if (line.startsWith("{\"claimed\"")) {
                claimed.add(String.valueOf(JSON.readValue(line, Claimed.class).claimed));
            } else if (line.startsWith("{\"publishing\"")) {
                Publishing outputs = JSON.readValue(line, Publishing.class);
                if (claimed.contains(outputs.publishing) && outputs.files != null) {
                    published.putAll(outputs.files);
                }
            } else if (line.startsWith("{\"ahead\"")) {
                Ahead ahead = JSON.readValue(line, Ahead.class);
                if (ahead.plausible()) {
                    aheads.put(ahead.shot, ahead);
                }
            } else if (line.startsWith("{\"complete\"")) {
                complete = JSON.readValue(line, Complete.class).complete == entries.size();
            } else if (line.startsWith("{\"painting\"")) {
                Painted painted = JSON.readValue(line, Painted.class);
                if (painted.plausible()) {
                    remember(painted);
                }
            } else if (line.startsWith("{")) {
                Entry entry = JSON.readValue(line, Entry.class);
                if (entry.plausible()) {
                    entries.put(entry.frame, entry);
                }
            }
        } catch (JsonProcessingException e) {
            return; // torn or damaged: the frame is done again
        }
    }

    private static boolean isHash(String text) {
        return text != null && HASH.matcher(text).matches();
    }

    private void remember(Painted painted) {
        paintings.put(List.of(painted.painting, painted.scale), painted);
    }

    /** A style picture that is kept, in this size. */
    Optional<Painted> painting(long number, long scale) {
        return Optional.ofNullable(paintings.get(List.of(number, scale)));
    }

    void add(Painted painted) throws IOException {
        write(JSON.writeValueAsString(painted) + "\n");
        remember(painted);
    }

    Map<Long, Entry> entries() {
        return entries;
    }

    /** Whether no frame of the job is missing. */
    boolean complete() {
        return complete;
    }

    /** @return whether that is new */
    boolean markComplete() throws IOException {
        if (complete) {
            return false;
        }
        complete = true;
        write(JSON.writeValueAsString(new Complete(entries.size())) + "\n");
        return true;
    }

    /** The frames that were handed ahead, by their shots. */
    Map<Long, Ahead> aheads() {
        return aheads;
    }

    /** The identity of each output that may have got its name already, by its name. */
    Map<String, String> published() {
        return published;
    }

    /** The tokens of this job's runs. */
    Set<String> claimed() {
        return claimed;
    }

    void claim(String token) throws IOException {
        if (claimed.add(token)) {
            write(JSON.writeValueAsString(new Claimed(token)) + "\n");
        }
    }

    void add(Entry entry) throws IOException {
        write(JSON.writeValueAsString(entry) + "\n");
        entries.put(entry.frame, entry);
    }

    void add(Ahead ahead) throws IOException {
        write(JSON.writeValueAsString(ahead) + "\n");
        aheads.put(ahead.shot, ahead);
    }

    void publish(String token, Map<String, String> files) throws IOException {
        published.putAll(files);
        write(JSON.writeValueAsString(new Publishing(token, files)) + "\n");
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
            throw new UncheckedIOException("journal of the work folder: " + FileReason.of(e), e);
        }
    }
}
