package org.zvideo.video.resume;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.zvideo.core.error.Closing;
import org.zvideo.core.error.ErrorKind;
import org.zvideo.core.error.Remedy;
import org.zvideo.core.file.FileReason;
import org.zvideo.core.file.LimitedJson;
import org.zvideo.video.error.MediaException;
import org.zvideo.video.file.FileIdentity;
import org.zvideo.video.file.FileProblem;
import org.zvideo.video.file.OutputFile;
import org.zvideo.video.file.OwnFiles;
import org.zvideo.video.picture.PictureSequence;

/**
 * {@code OUT.zvideo/} beside an output: who is at work there (a lock that vanishes with its process), which job it is, and
 * what of it is done. It belongs to one run at a time and is deleted when its output is whole.
 */
public final class WorkFolder implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    /** For what lies in the folder, which may be anybody's. */
    private static final ObjectMapper LIMITED = LimitedJson.mapperOfLists().build();

    private static final String JOB = "job.json";
    private static final String REQUEST = "request.json";
    private static final String JOURNAL = "journal.jsonl";
    /** The names of a work folder's files; a folder that holds others is not touched. */
    private static final String MEMBERS =
            "job\\.json(\\.part)?|journal\\.jsonl|lock|frame-\\d+\\.png(\\.part)?|style-\\d+-\\d+\\.png(\\.part)?|request\\.json(\\.part)?"
                    + "|(state|ahead)-\\d+\\.safetensors(\\.part)?|keys-\\d+\\.tmp";
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
        Path named =
                PictureSequence.of(output).isPresent() ? output.toAbsolutePath().getParent() : output;
        return named.resolveSibling(named.getFileName() + ".zvideo");
    }

    /**
     * Takes the work folder of an output, made if need be, for this process.
     *
     * @param restart whether what is there already is thrown away
     * @throws MediaException if another run has it, or it is not a work folder
     */
    public static WorkFolder open(Path output, boolean restart) {
        return take(of(output), restart);
    }

    private static WorkFolder take(Path folder, boolean restart) {
        try {
            FolderLock lock = FolderLock.take(folder, MEMBERS);
            WorkFolder work = new WorkFolder(folder, lock);
            return Closing.onFailure(lock, () -> {
                work.journal = new Journal(folder.resolve(JOURNAL));
                if (restart) {
                    work.restart();
                }
                work.frames = new StoredFrames(folder, work.journal);
                return work;
            });
        } catch (IOException e) {
            throw new MediaException(
                    ErrorKind.CANNOT_CREATE,
                    "work folder " + folder + ": cannot be made or read: " + FileReason.of(e),
                    FileProblem.remedy(e),
                    e);
        }
    }

    /**
     * Takes a work folder that was kept.
     *
     * @throws MediaException if it is none, or another run has it
     */
    public static WorkFolder openKept(Path folder) {
        requireKept(folder);
        return take(folder, false);
    }

    /** The file with the request of a work folder that was kept. */
    public static Path requestOf(Path folder) {
        requireKept(folder);
        return folder.resolve(REQUEST);
    }

    private static void requireKept(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new MediaException(
                    ErrorKind.MISSING_INPUT,
                    "work folder " + folder + ": no such folder",
                    Remedy.of(Remedy.Id.KEEP_WORK));
        }
        if (!Files.isRegularFile(folder.resolve(REQUEST))) {
            throw new MediaException(
                    ErrorKind.BAD_INPUT,
                    "work folder " + folder + ": holds no " + REQUEST + ", so it was not kept to be restyled",
                    Remedy.of(Remedy.Id.KEEP_WORK));
        }
    }

    /**
     * Says that the folder stays when its job is done.
     *
     * @param request the job's, as JSON
     */
    public void keep(String request) {
        try {
            OwnFiles.replace(folder.resolve(REQUEST), request.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw io(e);
        }
    }

    /** Whether the folder stays when its job is done. */
    public boolean isKept() {
        return Files.isRegularFile(folder.resolve(REQUEST));
    }

    /**
     * Says that no frame is missing: the model is not needed any more.
     *
     * @return whether that is new
     */
    public boolean markComplete() {
        try {
            return journal.markComplete();
        } catch (IOException e) {
            throw io(e);
        }
    }

    /** The job of which something is done here, if any. */
    public Optional<JsonNode> job() {
        try {
            return done() > 0 && Files.exists(folder.resolve(JOB))
                    ? Optional.of(LimitedJson.tree(LIMITED, folder.resolve(JOB), LimitedJson.LISTS))
                    : Optional.empty();
        } catch (JsonProcessingException e) {
            throw new JobMismatchException(
                    "work folder " + folder + ": its " + JOB + " is damaged or of a newer version", e);
        } catch (IOException e) {
            throw io(e);
        }
    }

    /**
     * Begins or goes on with a job.
     *
     * @param identity all that the result depends on
     * @param free     the field of it in which the job may differ from the one that was begun, as nothing that is kept here
     *                 depends on it
     * @throws JobMismatchException if another job was begun here
     */
    public void identify(Object identity, String free) {
        try {
            JsonNode now = JSON.readTree(JSON.writeValueAsBytes(identity));
            Optional<JsonNode> before = job();
            if (done() == 0 && journal.published().isEmpty()) {
                OwnFiles.replace(folder.resolve(JOB), JSON.writeValueAsBytes(now));
                return;
            }
            if (before.isPresent() && !before.get().path("version").equals(now.path("version"))) {
                throw new JobMismatchException(
                        "work folder " + folder + ": was begun by another version of zvideo (version)", null);
            }
            List<String> differences =
                    JobDifferences.between(without(free, before.orElseGet(JSON::createObjectNode)), without(free, now));
            if (!differences.isEmpty()) {
                throw new JobMismatchException(
                        "work folder " + folder + ": was begun with other settings (" + String.join(", ", differences)
                                + ")",
                        null);
            }
            OwnFiles.replace(folder.resolve(JOB), JSON.writeValueAsBytes(now));
        } catch (IOException e) {
            throw io(e);
        }
    }

    private static JsonNode without(String field, JsonNode job) {
        return job.isObject() ? ((ObjectNode) job.deepCopy()).without(field) : job;
    }

    /** Number of frames that are done. */
    public int done() {
        return journal.entries().size();
    }

    /** The paintings before and after the autoencoder. */
    public StoredPaintings paintings() {
        return new StoredPaintings(folder, journal);
    }

    /** The frames that are done. */
    StoredFrames frames() {
        return frames;
    }

    /** The tokens of this job's runs: parts of outputs that have one of them were left by this job. */
    public Set<String> tokens() {
        return journal.claimed();
    }

    /** From now on there may be parts of the outputs with this token. */
    public void claim(String token) {
        try {
            journal.claim(token);
        } catch (IOException e) {
            throw io(e);
        }
    }

    /**
     * Whether a file is an output that got its name in a run of this job that was stopped then: neither another file of that
     * name, nor the result of a run that came to its end. Of numbered pictures every one that exists has to be.
     */
    public boolean published(Path output) {
        if (journal.complete()) {
            return false;
        }
        return PictureSequence.of(output)
                .map(sequence -> sequence.all().stream().allMatch(this::isPublished))
                .orElseGet(() -> isPublished(output));
    }

    private boolean isPublished(Path output) {
        String identity = journal.published().get(name(output));
        return identity != null
                && FileIdentity.of(output).filter(identity::equals).isPresent();
    }

    /** From now on these outputs get their names. */
    public void publish(String token, Collection<OutputFile> outputs) {
        Map<String, String> identities = new TreeMap<>();
        outputs.forEach(
                output -> output.identities().forEach((file, identity) -> identities.put(name(file), identity)));
        try {
            journal.publish(token, identities);
        } catch (IOException e) {
            throw io(e);
        }
    }

    private static String name(Path output) {
        return output.getFileName().toString();
    }

    /** Throws away what is there; parts of the outputs stay this job's. */
    private void restart() throws IOException {
        Set<String> tokens = journal.claimed();
        journal.close();
        clear();
        journal = new Journal(folder.resolve(JOURNAL));
        for (String token : tokens) {
            journal.claim(token);
        }
    }

    /** Removes our files and nothing else. Without the journal none of them counts, so it goes first. */
    private void clear() throws IOException {
        OwnFiles.remove(folder.resolve(JOURNAL));
        for (Path file : OwnFiles.list(folder)) {
            if (name(file).matches(MEMBERS) && !name(file).equals(FolderLock.NAME) && OwnFiles.isPlain(file)) {
                OwnFiles.remove(file);
            }
        }
    }

    /**
     * Deletes the folder: its output is whole, or nothing in it is worth keeping.
     *
     * @return whether it is gone; it stays if something was put into it that is not ours
     */
    public boolean delete() {
        try {
            journal.close();
            clear();
            lock.close();
            OwnFiles.remove(folder.resolve(FolderLock.NAME));
            return OwnFiles.removeEmptyFolder(folder);
        } catch (IOException e) {
            throw io(e);
        }
    }

    /** Where it is. */
    public Path path() {
        return folder;
    }

    private MediaException io(IOException e) {
        return FolderFault.of(folder, e);
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
