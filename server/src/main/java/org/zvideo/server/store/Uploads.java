package org.zvideo.server.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import org.zvideo.core.error.ErrorKind;
import org.zvideo.core.file.LimitedJson;
import org.zvideo.video.Clip;
import org.zvideo.video.ReadOptions;
import org.zvideo.video.VideoReader;
import org.zvideo.video.error.MediaException;
import org.zvideo.video.file.FileName;
import org.zvideo.video.file.OwnFiles;
import org.zvideo.video.picture.StillImage;

/**
 * Files that pages sent: each in a folder named by the hash of its bytes, so that the same file is kept once, beside a note of
 * the name that it came with. What is neither a video nor a picture that zvideo reads is not kept.
 */
public final class Uploads {
    private static final ObjectMapper JSON = LimitedJson.mapper().build();
    private static final int ID_LETTERS = 32;
    private static final int BUFFER = 1 << 16;
    private static final int AT_A_TIME = 2;
    /** Bytes of the disk that stay free. */
    private static final long RESERVE = 500_000_000;

    private static final Duration KEPT = Duration.ofDays(7);

    private final Path folder;
    private final Limits limits;
    private final Semaphore incoming = new Semaphore(AT_A_TIME);
    private final Map<String, Upload> all = new TreeMap<>();

    /**
     * What may come.
     *
     * @param each bytes of a file
     * @param all  bytes of all files together
     */
    public record Limits(long each, long all) {
        /** 4 GB each, 20 GB together. */
        public static final Limits DEFAULT = new Limits(4_000_000_000L, 20_000_000_000L);
    }

    /**
     * A file that came.
     *
     * @param id    of 128 bits
     * @param kind  {@code video} or {@code picture}
     * @param since when it came
     */
    public record Upload(String id, Path file, String kind, long bytes, Instant since) {
        /** The name that it came with, as far as files may have it. */
        public String name() {
            return file.getFileName().toString();
        }
    }

    /** What is wrong with an upload before its content is known. */
    public static final class RefusedException extends RuntimeException {
        private static final long serialVersionUID = 1;

        private final int status;
        private final String why;

        RefusedException(int status, String why) {
            super(why);
            this.why = why;
            this.status = status;
        }

        /** One line for people. */
        public String why() {
            return why;
        }

        /** As HTTP counts. */
        public int status() {
            return status;
        }
    }

    /** Those of an earlier start. */
    public Uploads(StateFolder state, Limits limits) throws IOException {
        this.folder = state.subfolder("uploads");
        this.limits = limits;
        for (Path file : OwnFiles.list(folder)) {
            if (file.toString().endsWith(".part")) {
                OwnFiles.remove(file);
            } else if (file.toString().endsWith(".json")) {
                read(file).ifPresent(upload -> all.put(upload.id, upload));
            }
        }
    }

    private Optional<Upload> read(Path note) {
        try {
            JsonNode told = LimitedJson.tree(JSON, note, LimitedJson.SMALL);
            String id = FileName.stem(note);
            String name = told.path("name").asText();
            Path file = folder.resolve(id).resolve(name);
            return PlainNames.isPlain(name) && OwnFiles.isPlain(file)
                    ? Optional.of(new Upload(
                            id,
                            file,
                            told.path("kind").asText(),
                            Files.size(file),
                            Instant.parse(told.path("since").asText())))
                    : Optional.empty();
        } catch (IOException | RuntimeException e) {
            return Optional.empty(); // a note that is damaged is about nothing
        }
    }

    Path folder() {
        return folder;
    }

    /** What has this id. */
    public synchronized Optional<Upload> find(String id) {
        return Optional.ofNullable(all.get(id));
    }

    /** The id of an uploaded file. */
    synchronized Optional<String> id(Path file) {
        return all.values().stream()
                .filter(upload -> upload.file.equals(file))
                .map(Upload::id)
                .findFirst();
    }

    /**
     * Takes a file in.
     *
     * @param name   as the page gives it
     * @param length in bytes, as it is announced; -1 if it is not
     * @throws RefusedException if it is too long, or shorter than announced, or neither a video nor a picture
     */
    public Upload take(String name, long length, InputStream body) throws IOException {
        if (length < 0) {
            throw new RefusedException(411, "an upload has to state its length");
        }
        if (length > limits.each) {
            throw new RefusedException(
                    413, megabytes(length) + " are more than the " + megabytes(limits.each) + " that a file may have");
        }
        if (total() + length > limits.all
                || length + RESERVE > Files.getFileStore(folder).getUsableSpace()) {
            throw new RefusedException(507, "no room for " + megabytes(length) + " more; remove jobs that are done");
        }
        if (!incoming.tryAcquire()) {
            throw new RefusedException(429, "two uploads are under way; wait for one of them");
        }
        Path part = folder.resolve("incoming-" + UUID.randomUUID() + ".part");
        try {
            String id = received(part, length, body);
            Optional<Upload> known = find(id);
            if (known.isPresent()) {
                return known.get();
            }
            String plain = ResultNames.clean(name);
            return keep(id, plain, kind(part, plain), part, length);
        } finally {
            OwnFiles.remove(part);
            incoming.release();
        }
    }

    private String received(Path part, long length, InputStream body) throws IOException {
        MessageDigest digest = sha256();
        try (FileChannel channel = OwnFiles.create(part)) {
            byte[] buffer = new byte[BUFFER];
            long left = length;
            while (left > 0) {
                int count = body.read(buffer, 0, (int) Math.min(BUFFER, left));
                if (count < 0) {
                    throw new RefusedException(400, "the upload ended " + left + " bytes too early");
                }
                digest.update(buffer, 0, count);
                ByteBuffer bytes = ByteBuffer.wrap(buffer, 0, count);
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                left -= count;
            }
            channel.force(true);
        }
        return HexFormat.of().formatHex(digest.digest()).substring(0, ID_LETTERS);
    }

    private synchronized Upload keep(String id, String name, String kind, Path part, long length) throws IOException {
        Path file = PrivateFolders.make(folder.resolve(id)).resolve(name);
        OwnFiles.move(part, file);
        Upload upload = new Upload(id, file, kind, length, Instant.now());
        OwnFiles.replace(
                folder.resolve(id + ".json"),
                JSON.writeValueAsBytes(JSON.createObjectNode()
                        .put("name", name)
                        .put("kind", kind)
                        .put("since", upload.since.toString())));
        all.put(id, upload);
        return upload;
    }

    /** By its content; what the page says does not count. */
    private static String kind(Path file, String name) {
        if (StillImage.isPicture(file)) {
            return "picture";
        }
        try (VideoReader reader = VideoReader.open(file, Clip.WHOLE, ReadOptions.DEFAULT)) {
            return reader.info().width() > 0 ? "video" : "";
        } catch (MediaException e) {
            String why = e.finding().replace(file.toString(), name);
            throw new RefusedException(e.kind() == ErrorKind.BAD_INPUT ? 415 : 422, why);
        }
    }

    /** Removes a file, and what is kept of it. */
    public synchronized void remove(String id) throws IOException {
        Upload upload = all.remove(id);
        if (upload != null) {
            OwnFiles.remove(folder.resolve(id + ".json"));
            OwnFiles.remove(upload.file);
            OwnFiles.removeEmptyFolder(folder.resolve(id));
        }
    }

    /** Removes those that came a week ago or earlier and that no job names. */
    public synchronized void removeOld(Instant now, Set<Path> used) throws IOException {
        for (Upload upload : Set.copyOf(all.values())) {
            if (!used.contains(upload.file) && upload.since.plus(KEPT).isBefore(now)) {
                remove(upload.id);
            }
        }
    }

    private synchronized long total() {
        return all.values().stream().mapToLong(Upload::bytes).sum();
    }

    private static String megabytes(long bytes) {
        return String.format(Locale.ROOT, "%.1f MB", bytes / 1e6);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
