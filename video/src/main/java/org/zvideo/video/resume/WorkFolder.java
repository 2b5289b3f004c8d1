package org.zvideo.video.resume;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.zvideo.video.error.MediaException;
import org.zvideo.video.picture.PictureSequence;

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
            + "|state-\\d+\\.safetensors(\\.part)?|keys-\\d+\\.tmp";
    /** States that a folder may hold at a time. */
    public static final int STATES_AT_ONCE = StoredFrames.STATES_AT_ONCE;

    private final Path folder;
    private final FolderLock lock;
    private Journal journal;
    private StoredFrames frames;

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
                work.journal = new Journal(folder.resolve(JOURNAL));
                if (restart) {
                    work.restart();
                }
                work.frames = new StoredFrames(folder, work.journal);
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
                StoredFrames.replace(folder.resolve(JOB), JSON.writeValueAsBytes(now));
                return;
            }
            if (before.isPresent() && !before.get().path("version").equals(now.path("version"))) {
                throw new JobMismatchException("work folder " + folder + ": was begun by another version of zvideo (version);"
                        + " use --restart to start over, or another output", null);
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

    /** The frames that are done. */
    StoredFrames frames() {
        return frames;
    }

    /** Whether parts of the outputs, if there are any, were left by this job. */
    public boolean claimed() {
        return journal.claimed();
    }

    /** From now on there are parts of the outputs. */
    public void claim() {
        try {
            journal.claim();
        } catch (IOException e) {
            throw io(e);
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

    /** Throws away what is there; parts of the outputs stay this job's. */
    private void restart() throws IOException {
        boolean claimed = journal.claimed();
        journal.close();
        clear();
        journal = new Journal(folder.resolve(JOURNAL));
        if (claimed) {
            journal.claim();
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

    /** Where it is. */
    public Path path() {
        return folder;
    }

    private MediaException io(IOException e) {
        return io(folder, e);
    }

    static MediaException io(Path folder, IOException e) {
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
