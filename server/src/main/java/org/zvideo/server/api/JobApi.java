package org.zvideo.server.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import org.zvideo.core.error.Usage;
import org.zvideo.server.queue.Job;
import org.zvideo.server.queue.JobAction;
import org.zvideo.server.queue.JobQueue;
import org.zvideo.server.queue.JobState;
import org.zvideo.server.rest.Access;
import org.zvideo.server.rest.Answer;
import org.zvideo.server.rest.Call;
import org.zvideo.server.rest.ProblemException;
import org.zvideo.server.rest.Route;
import org.zvideo.server.store.Places;
import org.zvideo.server.store.PlainNames;
import org.zvideo.server.work.Engine;
import org.zvideo.server.work.KeptWork;
import org.zvideo.video.job.JobOutputs;
import org.zvideo.video.report.ReportFiles;
import org.zvideo.video.request.AppearanceRequest;
import org.zvideo.video.request.EnumNames;
import org.zvideo.video.request.MethodRequest;

/** Jobs, their order and their files. */
final class JobApi {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final int PAGE = 100;
    private static final int REPORT_JSON = 1;
    private static final int REPORT_HTML = 2;
    /** The policy of the report, whose script is inside it: a page of no origin that reaches nothing. */
    private static final String REPORT_POLICY = "sandbox allow-scripts; default-src 'none'; script-src 'unsafe-inline';"
            + " style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'";

    private final JobQueue queue;
    private final Requests requests;
    private final JobView view;
    private final Engine engine;
    private final Places places;

    JobApi(JobQueue queue, Requests requests, JobView view, Engine engine, Places places) {
        this.queue = queue;
        this.requests = requests;
        this.view = view;
        this.engine = engine;
        this.places = places;
    }

    List<Route> routes() {
        String job = "/api/v1/jobs/{id}";
        return List.of(
                Route.get("/api/v1/jobs", Access.KEY, this::list),
                Route.of("POST", "/api/v1/jobs", this::add),
                Route.get(job, Access.KEY, call -> Answer.json(view.of(find(call)))),
                new Route("DELETE", job, Access.KEY, 0, this::remove),
                Route.of("POST", job + "/actions", this::act),
                Route.of("PUT", job + "/look", this::look),
                Route.get(job + "/log", Access.KEY, this::log),
                Route.get(job + "/picture", Access.COOKIE, this::picture),
                Route.get(job + "/report", Access.COOKIE, call -> report(call, REPORT_HTML)),
                Route.get(job + "/report.json", Access.COOKIE, call -> report(call, REPORT_JSON)),
                Route.get(job + "/result", Access.COOKIE, call -> file(call, Job::output)),
                Route.get(
                        job + "/source",
                        Access.COOKIE,
                        call -> file(call, one -> one.request().source().file())),
                Route.get(job + "/comparison", Access.COOKIE, this::comparison),
                Route.get("/api/v1/queue", Access.KEY, call -> Answer.json(JobView.of(queue))),
                Route.of("PATCH", "/api/v1/queue", this::order));
    }

    private Job find(Call call) {
        return queue.find(call.path("id")).orElseThrow(() -> ProblemException.notFound("job " + call.path("id")));
    }

    private Answer list(Call call) {
        List<Job> jobs = queue.jobs();
        int first = 0;
        Optional<String> after = call.query("after");
        if (after.isPresent()) {
            while (first < jobs.size() && !jobs.get(first).id().equals(after.get())) {
                first++;
            }
            first++;
        }
        ObjectNode node = JSON.objectNode();
        ArrayNode shown = node.putArray("jobs");
        int end = Math.min(jobs.size(), first + PAGE);
        for (int n = first; n < end; n++) {
            shown.add(view.of(jobs.get(n)));
        }
        return Answer.json(node.put("more", end < jobs.size()));
    }

    private Answer add(Call call) {
        JsonNode body = call.json(Set.of("request"));
        Job job = queue.add(requests.read(body.path("request")))
                .orElseThrow(() -> ProblemException.conflict("TOO_MANY", "1,000 jobs are in the list; remove some"));
        return Answer.json(201, view.of(job), Map.of("Location", "/api/v1/jobs/" + job.id()));
    }

    private ProblemException notNow(Job job, String what) {
        ArrayNode allowed = JSON.arrayNode();
        job.state().allowed().forEach(action -> allowed.add(EnumNames.of(action)));
        return new ProblemException(
                409,
                "NOT_NOW",
                "the job is " + EnumNames.of(job.state()) + ": it cannot " + what + " now",
                Map.of("allowed", allowed));
    }

    private Answer remove(Call call) {
        Job job = find(call);
        if (queue.act(job.id(), JobAction.REMOVE).isEmpty()) {
            throw notNow(job, "be removed");
        }
        KeptWork.free(job.output());
        engine.forget(job.id());
        return Answer.empty();
    }

    private Answer act(Call call) {
        Job job = find(call);
        String named = call.json(Set.of("do")).path("do").asText();
        JobAction action = EnumNames.find(JobAction.class, named)
                .filter(one -> one != JobAction.REMOVE && one != JobAction.ADJUST)
                .orElseThrow(() -> ProblemException.bad("do: expected pause, resume, stop, retry or free"));
        Job changed = queue.act(job.id(), action).orElseThrow(() -> notNow(job, named));
        if (action == JobAction.FREE) {
            KeptWork.free(changed.output());
            queue.counted(changed.id(), 0, changed.total(), 0);
        }
        return Answer.json(202, view.of(queue.find(job.id()).orElse(changed)));
    }

    private Answer look(Call call) {
        Job job = find(call);
        JsonNode body = call.json(Set.of("palette", "strokes", "detail", "strength", "color"));
        MethodRequest method = job.request().method();
        AppearanceRequest now = method.appearance();
        MethodRequest wanted = Usage.checked(() -> method.withAfterModel(
                new AppearanceRequest(
                        share(body, "palette", now.palette()),
                        now.paletteScope(),
                        share(body, "strokes", now.strokes()),
                        now.strokeSize(),
                        share(body, "detail", now.detail())),
                share(body, "strength", method.strength()),
                share(body, "color", method.contentColors())));
        if (job.state() == JobState.DONE && KeptWork.bytes(job.output()) == 0) {
            throw new ProblemException(
                    410, "GONE", "the frames of this job are not kept any more; start it again with the look you want");
        }
        return Answer.json(202, view.of(queue.adjust(job.id(), wanted).orElseThrow(() -> notNow(job, "be adjusted"))));
    }

    private static double share(JsonNode body, String key, double now) {
        JsonNode value = body.path(key);
        if (value.isMissingNode()) {
            return now;
        }
        if (!value.isNumber() || value.asDouble() < 0 || value.asDouble() > 1) {
            throw ProblemException.bad(key + ": expected a number from 0 to 1");
        }
        return value.asDouble();
    }

    private Answer log(Call call) {
        ObjectNode node = JSON.objectNode();
        ArrayNode lines = node.putArray("lines");
        engine.live(find(call).id()).lines().forEach(line -> lines.add(PlainNames.printable(places.shortened(line))));
        return Answer.json(node);
    }

    private Answer picture(Call call) {
        return Answer.picture(
                "image/jpeg",
                engine.live(find(call).id())
                        .picture()
                        .orElseThrow(() -> ProblemException.conflict("NOT_YET", "no frame is finished yet")));
    }

    private Answer report(Call call, int which) {
        Answer.File file = file(call, job -> ReportFiles.of(job.output()).get(which));
        return which == REPORT_HTML
                ? new Answer.File(
                        file.file(), "text/html; charset=utf-8", Map.of("Content-Security-Policy", REPORT_POLICY))
                : new Answer.File(file.file(), Answer.JSON, Map.of());
    }

    /** A file of a job, by a name that a page could use: one that lies elsewhere now has none. */
    private Answer.File file(Call call, Function<Job, Path> which) {
        Path file = places.file(places.name(which.apply(find(call))));
        return new Answer.File(file, FileApi.type(file), Map.of());
    }

    private Answer comparison(Call call) {
        if (find(call).request().target().comparison().isEmpty()) {
            throw ProblemException.notFound("comparison");
        }
        return file(call, job -> {
            List<Path> names = JobOutputs.names(job.request());
            return names.get(names.size() - 1);
        });
    }

    private Answer order(Call call) {
        JsonNode body = call.json(Set.of("order", "paused", "onStart"));
        if (body.has("order")) {
            List<String> ids = new ArrayList<>();
            body.path("order").forEach(id -> ids.add(id.asText()));
            if (!queue.order(known(call), ids)) {
                throw new ProblemException(412, "CHANGED", "another page has changed the order; look again");
            }
        }
        if (body.has("paused")) {
            queue.pause(body.path("paused").asBoolean());
        }
        if (body.has("onStart")) {
            queue.goOn(body.path("onStart").asText().equals("go-on"));
        }
        return Answer.json(JobView.of(queue));
    }

    /** The version of the order that a page has seen. */
    private static OptionalInt known(Call call) {
        return call.header("If-Match")
                .map(text -> text.replace("\"", ""))
                .filter(text -> text.matches("\\d{1,9}"))
                .map(text -> OptionalInt.of(Integer.parseInt(text)))
                .orElse(OptionalInt.empty());
    }
}
