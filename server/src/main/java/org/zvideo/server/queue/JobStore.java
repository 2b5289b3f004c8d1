package org.zvideo.server.queue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.zvideo.core.error.ErrorKind;
import org.zvideo.core.file.FileReason;
import org.zvideo.core.file.LimitedJson;
import org.zvideo.server.store.StateFolder;
import org.zvideo.video.error.MediaException;
import org.zvideo.video.file.OwnFiles;
import org.zvideo.video.request.RequestJson;
import org.zvideo.video.request.StyleTransferRequest;

/**
 * The queue on the disk: {@code queue.json} with the order, and {@code jobs/ID/} with each job and its request. Every file is
 * written beside its name, waited for and renamed, so that a moment without power leaves the old one or the new one.
 */
public final class JobStore {
    private static final int VERSION = 1;
    private static final ObjectMapper JSON = LimitedJson.mapper().build();
    private static final Path AS_THEY_ARE = Path.of("");
    private static final String JOB = "job.json";
    private static final String REQUEST = "request.json";
    private static final String ADJUSTED = "adjusted.json";

    private final Path jobs;
    private final Path order;
    private final Consumer<String> warnings;

    /**
     * The order, and whether jobs wait.
     *
     * @param jobs   in their order
     * @param paused whether the next one is not started
     * @param goOn   whether a new start of the server begins at once
     */
    record Queue(List<Job> jobs, boolean paused, boolean goOn) {}

    /** @param warnings told of what cannot be read any more */
    public JobStore(StateFolder state, Consumer<String> warnings) throws IOException {
        this.jobs = state.subfolder("jobs");
        this.order = state.file("queue.json");
        this.warnings = warnings;
    }

    /** All jobs that were kept. */
    Queue read() throws IOException {
        List<Job> found = new ArrayList<>();
        JsonNode queue = Files.exists(order) ? tree(order).orElse(JSON.createObjectNode()) : JSON.createObjectNode();
        for (JsonNode id : queue.path("order")) {
            if (id.asText().matches("[0-9a-f]{32}")) {
                job(jobs.resolve(id.asText())).ifPresent(found::add);
            }
        }
        for (Path folder : OwnFiles.list(jobs)) { // one whose order was not written any more
            String id = folder.getFileName().toString();
            if (id.matches("[0-9a-f]{32}")
                    && found.stream().noneMatch(job -> job.id().equals(id))) {
                job(folder).ifPresent(found::add);
            }
        }
        return new Queue(
                found, queue.path("paused").asBoolean(), queue.path("goOn").asBoolean(true));
    }

    private Optional<JsonNode> tree(Path file) {
        try {
            return Optional.of(LimitedJson.tree(JSON, file, LimitedJson.SMALL));
        } catch (IOException e) {
            warnings.accept(file + ": cannot be read, so it is left out: " + FileReason.of(e));
            return Optional.empty();
        }
    }

    private Optional<Job> job(Path folder) {
        Path file = folder.resolve(JOB);
        if (!Files.exists(file)) {
            return Optional.empty(); // of a moment in which it was being made or removed
        }
        try {
            return tree(file).map(told -> job(folder, told));
        } catch (RuntimeException e) {
            warnings.accept(file + ": cannot be read, so it is left out: " + e.getMessage());
            return Optional.empty();
        }
    }

    private static Job job(Path folder, JsonNode told) {
        StyleTransferRequest request = RequestJson.read(folder.resolve(REQUEST));
        Path adjusted = folder.resolve(ADJUSTED);
        JsonNode outcome = told.path("outcome");
        return new Job(
                folder.getFileName().toString(),
                JobState.valueOf(told.path("state").asText()),
                request,
                told.path("adjusting").asBoolean() && Files.exists(adjusted)
                        ? Optional.of(RequestJson.read(adjusted).method())
                        : Optional.empty(),
                Instant.parse(told.path("created").asText()),
                told.path("attempts").asInt(),
                told.path("frames").asLong(),
                told.path("total").asLong(),
                told.path("kept").asLong(),
                outcome.isObject()
                        ? Optional.of(new Outcome(
                                outcome.path("done").asBoolean(),
                                outcome.path("kind").asText(),
                                outcome.path("detail").asText(),
                                outcome.path("seconds").asDouble()))
                        : Optional.empty(),
                told.path("note").asText());
    }

    /** Writes the order. */
    void writeOrder(Queue queue) {
        ObjectNode node = JSON.createObjectNode().put("version", VERSION);
        ArrayNode ids = node.putArray("order");
        queue.jobs.forEach(job -> ids.add(job.id()));
        node.put("paused", queue.paused).put("goOn", queue.goOn);
        replace(order, node);
    }

    /** Writes a job, and its request if that is new or has changed. */
    void write(Job job, boolean requestToo) {
        Path folder = jobs.resolve(job.id());
        ObjectNode node = JSON.createObjectNode()
                .put("version", VERSION)
                .put("state", job.state().name())
                .put("created", job.created().toString())
                .put("attempts", job.attempts())
                .put("frames", job.frames())
                .put("total", job.total())
                .put("kept", job.kept())
                .put("adjusting", job.adjusted().isPresent())
                .put("note", job.note());
        job.outcome()
                .ifPresent(outcome -> node.putObject("outcome")
                        .put("done", outcome.done())
                        .put("kind", outcome.kind())
                        .put("detail", outcome.detail())
                        .put("seconds", outcome.seconds()));
        try {
            if (!Files.isDirectory(folder)) {
                OwnFiles.makePrivateFolder(folder);
            }
        } catch (IOException e) {
            throw failed(folder, e);
        }
        if (requestToo) {
            replace(folder.resolve(REQUEST), job.request());
        }
        job.adjusted()
                .ifPresent(
                        look -> replace(folder.resolve(ADJUSTED), job.request().withMethod(look)));
        replace(folder.resolve(JOB), node);
    }

    private static void replace(Path file, StyleTransferRequest request) {
        replace(file, RequestJson.write(request, AS_THEY_ARE).getBytes(StandardCharsets.UTF_8));
    }

    private static void replace(Path file, JsonNode node) {
        replace(file, node.toPrettyString().getBytes(StandardCharsets.UTF_8));
    }

    private static void replace(Path file, byte[] bytes) {
        try {
            OwnFiles.replace(file, bytes);
        } catch (IOException e) {
            throw failed(file, e);
        }
    }

    /** Forgets a job. */
    void remove(Job job) {
        Path folder = jobs.resolve(job.id());
        try {
            for (String name : List.of(JOB, REQUEST, ADJUSTED)) {
                OwnFiles.remove(folder.resolve(name));
            }
            OwnFiles.removeEmptyFolder(folder);
        } catch (IOException e) {
            throw failed(folder, e);
        }
    }

    private static MediaException failed(Path file, IOException e) {
        return new MediaException(ErrorKind.IO, "queue " + file + ": cannot be written: " + FileReason.of(e), e);
    }
}
