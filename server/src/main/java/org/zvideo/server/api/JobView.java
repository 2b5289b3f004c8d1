package org.zvideo.server.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.util.EnumSet;
import java.util.Set;
import org.zvideo.server.queue.Job;
import org.zvideo.server.queue.JobQueue;
import org.zvideo.server.queue.JobState;
import org.zvideo.server.store.Places;
import org.zvideo.server.work.Engine;
import org.zvideo.server.work.Live;
import org.zvideo.server.work.Plans;
import org.zvideo.video.picture.StillImage;
import org.zvideo.video.report.ReportFiles;
import org.zvideo.video.request.EnumNames;

/** Jobs and the queue as JSON. */
public final class JobView {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final int PAGE = 2;
    private static final Set<JobState> OVER = EnumSet.of(JobState.DONE, JobState.ADJUSTING, JobState.FAILED);

    private final Requests requests;
    private final Places places;
    private final Engine engine;
    private final Plans plans;

    JobView(Requests requests, Places places, Engine engine, Plans plans) {
        this.requests = requests;
        this.places = places;
        this.engine = engine;
        this.plans = plans;
    }

    /** All that a page knows of a job. */
    public ObjectNode of(Job job) {
        ObjectNode node = JSON.objectNode().put("id", job.id()).put("state", EnumNames.of(job.state()));
        ArrayNode allowed = node.putArray("allowed");
        job.state().allowed().forEach(action -> allowed.add(EnumNames.of(action)));
        node.set("request", requests.write(job.request()));
        node.put("output", places.name(job.output()))
                .put("kind", StillImage.isPictureName(job.output()) ? "picture" : "video")
                .put("source", job.request().source().file().getFileName().toString())
                .put("created", job.created().toString())
                .put("attempts", job.attempts())
                .put("frames", job.frames())
                .put("total", job.total())
                .put("keptBytes", job.kept())
                .put("report", Files.exists(ReportFiles.of(job.output()).get(PAGE)))
                .put("compared", job.request().target().comparison().isPresent());
        if (!OVER.contains(job.state())) {
            plans.seconds(job.request())
                    .ifPresent(seconds -> node.put("estimatedSeconds", seconds * (job.total() > 0 ? open(job) : 1)));
        }
        Live live = engine.live(job.id());
        live.progress().ifPresent(progress -> node.set("progress", of(progress)));
        if (live.pictures() > 0) {
            node.put("pictures", live.pictures());
        }
        job.outcome()
                .ifPresent(outcome -> node.putObject("outcome")
                        .put("result", outcome.done() ? "done" : "failed")
                        .put("kind", outcome.kind())
                        .put("detail", places.shortened(outcome.detail()))
                        .put("seconds", outcome.seconds()));
        if (!job.note().isEmpty()) {
            node.put("note", places.shortened(job.note()));
        }
        return node;
    }

    /** The share of a job's frames that is not done yet. */
    private static double open(Job job) {
        return 1 - (double) job.frames() / job.total();
    }

    /** How far a job is. */
    public ObjectNode progress(String id) {
        ObjectNode node = JSON.objectNode().put("job", id);
        Live live = engine.live(id);
        live.progress().ifPresent(progress -> node.set("progress", of(progress)));
        return node.put("pictures", live.pictures());
    }

    private static ObjectNode of(Live.Progress progress) {
        ObjectNode node = JSON.objectNode()
                .put("unit", progress.unit())
                .put("done", progress.done())
                .put("share", progress.share());
        if (progress.total() > 0) {
            node.put("total", progress.total());
        }
        if (progress.steps() > 0) {
            node.put("step", progress.step()).put("steps", progress.steps());
        }
        if (progress.perUnit() > 0) {
            node.put("secondsPerUnit", progress.perUnit());
        }
        if (progress.left() >= 0) {
            node.put("secondsLeft", progress.left());
        }
        return node;
    }

    /** The order, and whether jobs wait. */
    public static ObjectNode of(JobQueue queue) {
        ObjectNode node = JSON.objectNode()
                .put("version", queue.version())
                .put("paused", queue.paused())
                .put("onStart", queue.goesOn() ? "go-on" : "stay-paused");
        ArrayNode order = node.putArray("order");
        queue.jobs().forEach(job -> order.add(job.id()));
        return node;
    }
}
