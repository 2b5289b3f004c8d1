package org.zvideo.video.resume;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.zvideo.core.RgbImage;
import org.zvideo.video.MediaException;
import org.zvideo.video.PictureSequence;
import org.zvideo.video.StillImage;
import org.zvideo.video.resume.Journal.Entry;

/**
 * {@code OUT.zvideo/} beside an output: who is at work there (a lock that vanishes with its process), which job it is, and
 * what of it is done. It belongs to one run at a time and is deleted when its output is whole.
 */
public final class WorkFolder implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    private static final String JOB = "job.json";
    private static final String JOURNAL = "journal.jsonl";
    /** Names of ours; a folder that holds others is not touched. */
    private static final String OURS = "job\\.json(\\.part)?|journal\\.jsonl|lock|result-\\d+\\.png(\\.part)?"
            + "|state-\\d+\\.safetensors(\\.part)?";
    /** Newest states that are kept: the last, and the one before it should the last be damaged. */
    private static final int STATES = 2;
    /** With a shot's first one, and one that is being written. */
    public static final int STATES_AT_ONCE = STATES + 2;

    private final Path folder;
    private final FolderLock lock;
    /** Whether the files that the journal speaks of are what they were. */
    private final Map<Path, Boolean> verified = new HashMap<>();
    private Journal journal;

    private WorkFolder(Path folder, FolderLock lock) {
        this.folder = folder;
        this.lock = lock;
    }

    /** The work folder of an output; pictures have that of their folder. */
    public static Path of(Path output) {
        Path named = PictureSequence.of(output).isPresent() ? output.toAbsolutePath().getParent() : output;
        return named.resolveSibling(named.getFileName() + ".zvideo");
    }

    /**
     * Takes the work folder of an output, made if need be, for this process.
     *
     * @param restart whether what is there already is thrown away
     * @throws MediaException if another run has it, or it is not a work folder
     */
    public static WorkFolder open(Path output, boolean restart) {
        Path folder = of(output);
        try {
            FolderLock lock = FolderLock.take(folder, OURS);
            WorkFolder work = new WorkFolder(folder, lock);
            try {
                if (restart) {
                    work.clear();
                }
                work.journal = new Journal(folder.resolve(JOURNAL));
                return work;
            } catch (IOException | RuntimeException e) {
                lock.close();
                throw e;
            }
        } catch (IOException e) {
            throw new MediaException(MediaException.Problem.CANNOT_CREATE, "work folder " + folder
                    + ": cannot be made or read (" + e.getClass().getSimpleName() + ")", e);
        }
    }

    /** The job of which something is done here, if any. */
    public Optional<JsonNode> job() {
        try {
            return done() > 0 && Files.exists(folder.resolve(JOB)) ? Optional.of(JSON.readTree(folder.resolve(JOB).toFile()))
                    : Optional.empty();
        } catch (JsonProcessingException e) {
            throw new JobMismatchException("work folder " + folder + ": its " + JOB
                    + " is damaged or of a newer version; use --restart to begin anew", e);
        } catch (IOException e) {
            throw io(e);
        }
    }

    /**
     * Begins or goes on with a job.
     *
     * @param identity all that the result depends on
     * @throws JobMismatchException if another job was begun here
     */
    public void identify(Object identity) {
        try {
            JsonNode now = JSON.readTree(JSON.writeValueAsBytes(identity));
            Optional<JsonNode> before = job();
            if (done() == 0 && !published()) {
                replace(folder.resolve(JOB), JSON.writeValueAsBytes(now));
                return;
            }
            List<String> differences = JobDifferences.between(before.orElseGet(JSON::createObjectNode), now);
            if (!differences.isEmpty()) {
                throw new JobMismatchException("work folder " + folder + ": was begun with other settings ("
                        + String.join(", ", differences) + "); use --restart to begin anew, or another output", null);
            }
        } catch (IOException e) {
            throw io(e);
        }
    }

    /** Number of frames that are done. */
    public int done() {
        return journal.entries().size();
    }

    Map<Long, Entry> entries() {
        return journal.entries();
    }

    /** The picture that a frame became; empty if it is not done or its file is not what it was. */
    Optional<RgbImage> result(long frame) {
        return hasResult(frame)
                ? Optional.of(StillImage.read("stored frame", resultFile(frame))) : Optional.empty();
    }

    boolean hasResult(long frame) {
        Entry entry = journal.entries().get(frame);
        return entry != null && matches(resultFile(frame), entry.result());
    }

    private boolean matches(Path file, String hash) {
        return verified.computeIfAbsent(file, name -> Hashes.matches(name, hash));
    }

    /** Whether a shot can go on after a frame. */
    boolean hasState(long frame) {
        Entry entry = journal.entries().get(frame);
        return entry != null && entry.state() != null && (entry.state().equals(Entry.NOTHING)
                || matches(stateFile(frame), entry.state()) && hasShot(entry.shot()));
    }

    private boolean hasShot(long first) {
        Entry entry = journal.entries().get(first);
        return entry != null && entry.state() != null && matches(stateFile(first), entry.state());
    }

    /** Whether a frame leaves nothing that would have to be restored. */
    boolean leavesNothing(long frame) {
        return Entry.NOTHING.equals(journal.entries().get(frame).state());
    }

    Path stateFile(long frame) {
        return folder.resolve(String.format(Locale.ROOT, "state-%06d.safetensors", frame));
    }

    private Path resultFile(long frame) {
        return folder.resolve(String.format(Locale.ROOT, "result-%06d.png", frame));
    }

    /**
     * Keeps a frame that is done.
     *
     * @param state whose state after the frame is kept too; empty if it shall not be
     */
    void keep(long frame, long shot, RgbImage result, Optional<ShotState> state) {
        try {
            byte[] picture = StillImage.encode(result, resultFile(frame));
            replace(resultFile(frame), picture);
            String stateHash = state.isEmpty() ? null : keepState(frame, state.get());
            sync();
            journal.add(new Entry(frame, shot, Hashes.of(picture), stateHash));
            verified.put(resultFile(frame), true);
            verified.put(stateFile(frame), stateHash != null);
            if (stateHash != null) {
                dropStates(frame, shot);
            }
        } catch (IOException e) {
            throw io(e);
        }
    }

    private String keepState(long frame, ShotState state) throws IOException {
        Path part = stateFile(frame).resolveSibling(stateFile(frame).getFileName() + ".part");
        Files.deleteIfExists(part);
        if (!state.save(part)) {
            return Entry.NOTHING;
        }
        String hash = Hashes.of(part);
        Files.move(part, stateFile(frame), StandardCopyOption.ATOMIC_MOVE);
        return hash;
    }

    /** Of the states, a shot's first and the newest are needed. */
    private void dropStates(long newest, long shot) throws IOException {
        List<Path> old = journal.entries().values().stream()
                .filter(entry -> entry.state() != null && entry.frame() != shot && entry.frame() <= newest)
                .sorted((a, b) -> Long.compare(b.frame(), a.frame())).skip(STATES)
                .map(entry -> stateFile(entry.frame())).toList();
        for (Path file : old) {
            Files.deleteIfExists(file);
            verified.put(file, false);
        }
    }

    /** A file appears under its name when it is whole. */
    private static void replace(Path file, byte[] bytes) throws IOException {
        Path part = file.resolveSibling(file.getFileName() + ".part");
        try (FileChannel channel = FileChannel.open(part, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.WRITE)) {
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
            channel.force(true);
        }
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    }

    /** The folder's entries reach the disk before the journal speaks of them. */
    private void sync() throws IOException {
        try (FileChannel directory = FileChannel.open(folder, StandardOpenOption.READ)) {
            directory.force(true);
        }
    }

    /** Whether the outputs may have got their names in an earlier run: they are this job's then. */
    public boolean published() {
        return journal.publishing();
    }

    /** From now on the outputs get their names. */
    public void publish() {
        try {
            journal.publish();
        } catch (IOException e) {
            throw io(e);
        }
    }

    /** Without the journal nothing else counts, so it goes first. */
    private void clear() throws IOException {
        Files.deleteIfExists(folder.resolve(JOURNAL));
        for (Path file : files()) {
            if (!file.getFileName().toString().equals(FolderLock.NAME)) {
                Files.delete(file);
            }
        }
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }

    /** Deletes the folder: its output is whole, or nothing in it is worth keeping. */
    public void delete() {
        try {
            journal.close();
            clear();
            lock.close();
            Files.deleteIfExists(folder.resolve(FolderLock.NAME));
            Files.delete(folder);
        } catch (IOException e) {
            throw io(e);
        }
    }

    private MediaException io(IOException e) {
        return new MediaException(MediaException.Problem.IO, "work folder " + folder + ": "
                + (e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage()), e);
    }

    /** Leaves the folder for a later run; one in which nothing is done is deleted. */
    @Override
    public void close() {
        if (lock.held()) {
            if (done() == 0) {
                delete();
                return;
            }
            journal.close();
            try {
                lock.close();
            } catch (IOException e) {
                throw io(e);
            }
        }
    }
}
