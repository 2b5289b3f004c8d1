package org.zvideo.server.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.zvideo.core.Preset;
import org.zvideo.server.rest.Access;
import org.zvideo.server.rest.Answer;
import org.zvideo.server.rest.Call;
import org.zvideo.server.rest.ProblemException;
import org.zvideo.server.rest.Route;
import org.zvideo.server.store.Places;
import org.zvideo.server.work.Plans;
import org.zvideo.server.work.Preview;
import org.zvideo.server.work.Previews;
import org.zvideo.video.plan.WorkPlan;
import org.zvideo.video.request.EnumNames;
import org.zvideo.video.request.StyleTransferRequest;

/** What can be seen before a job is started: one frame, several variants of it, and the cost of the whole. */
public final class PreviewApi {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final double[] STRENGTHS = {0.25, 0.5, 0.75, 1};
    private static final double[] LAMBDAS = {0.8, 1.2, 1.6};
    private static final int USUAL_WIDTH = 960;
    private static final int CELL_WIDTH = 320;
    private static final int MOST_WIDTH = 1920;
    private static final int LONGEST_NAME = 100;

    private final Requests requests;
    private final Places places;
    private final Previews previews;
    private final Plans plans;

    PreviewApi(Requests requests, Places places, Previews previews, Plans plans) {
        this.requests = requests;
        this.places = places;
        this.previews = previews;
        this.plans = plans;
    }

    List<Route> routes() {
        return List.of(
                Route.of("POST", "/api/v1/previews", this::preview),
                Route.get("/api/v1/previews/{id}", Access.KEY, call -> Answer.json(of(find(call), places))),
                Route.get("/api/v1/previews/{id}/picture", Access.COOKIE, this::picture),
                Route.of("POST", "/api/v1/sheets", this::sheet),
                Route.of("POST", "/api/v1/plans", this::plan),
                Route.get("/api/v1/plans/{id}", Access.KEY, call -> Answer.json(of(plan(call.path("id")), places))));
    }

    private Preview find(Call call) {
        return previews.find(call.path("id"))
                .orElseThrow(() -> new ProblemException(410, "GONE", "the preview is not kept any more"));
    }

    private static double at(JsonNode body) {
        JsonNode at = body.path("at");
        if (!at.isMissingNode() && (!at.isNumber() || at.asDouble() < 0)) {
            throw ProblemException.bad("at: expected a number, 0 or more");
        }
        return at.asDouble();
    }

    private static String draft(JsonNode body) {
        String name = body.path("draft").asText("page");
        return name.substring(0, Math.min(name.length(), LONGEST_NAME));
    }

    private Answer preview(Call call) {
        JsonNode body = call.json(Set.of("request", "at", "width", "draft"));
        StyleTransferRequest request = requests.read(body.path("request"));
        String draft = draft(body);
        previews.replace(draft);
        int width = Math.min(MOST_WIDTH, Math.max(1, body.path("width").asInt(USUAL_WIDTH)));
        return Answer.json(202, JSON.objectNode().put("id", start(request, at(body), width, draft, true)));
    }

    private String start(StyleTransferRequest request, double at, int width, String draft, boolean rough) {
        return previews.start(request, at, width, draft, rough)
                .orElseThrow(() -> new ProblemException(429, "TOO_MANY", "too many previews wait; wait for some"))
                .id();
    }

    private Answer picture(Call call) {
        return Answer.picture(
                "image/png",
                find(call)
                        .picture()
                        .orElseThrow(() -> ProblemException.conflict("NOT_YET", "the picture is not there yet")));
    }

    /** One variant of a request. */
    private record Variant(String label, ObjectNode request, String key, double value, int style) {}

    private Answer sheet(Call call) {
        JsonNode body = call.json(Set.of("request", "at", "kind", "draft"));
        if (!(body.path("request") instanceof ObjectNode request)) {
            throw ProblemException.bad("request: expected an object");
        }
        double at = at(body);
        String draft = draft(body);
        requests.read(request); // what is wrong with all of them is reported once
        previews.replace(draft);
        ObjectNode answer = JSON.objectNode();
        ArrayNode cells = answer.putArray("cells");
        for (Variant variant : variants(request, body.path("kind").asText())) {
            ObjectNode cell = cells.addObject()
                    .put("label", variant.label)
                    .put("preview", start(requests.read(variant.request), at, CELL_WIDTH, draft, false))
                    .put("key", variant.key)
                    .put("value", variant.value);
            if (variant.style >= 0) {
                cell.put("style", variant.style);
            }
        }
        return Answer.json(202, answer);
    }

    private static List<Variant> variants(ObjectNode request, String kind) {
        List<Variant> variants = new ArrayList<>();
        switch (kind) {
            case "strengths" -> {
                for (double strength : STRENGTHS) {
                    ObjectNode other = request.deepCopy();
                    other.withObjectProperty("method").put("strength", strength);
                    variants.add(new Variant("strength " + strength, other, "method.strength", strength, -1));
                }
            }
            case "lambdas" -> {
                for (double lambda : LAMBDAS) {
                    ObjectNode other = request.deepCopy();
                    other.path("styles").forEach(style -> ((ObjectNode) style).put("lambda", lambda));
                    variants.add(new Variant("style weight " + lambda, other, "styles.lambda", lambda, -1));
                }
            }
            case "styles" -> {
                for (int n = 0; n < request.path("styles").size(); n++) {
                    for (double lambda : LAMBDAS) {
                        ObjectNode other = request.deepCopy();
                        ObjectNode style = request.path("styles").get(n).deepCopy();
                        other.putArray("styles").add(style.put("lambda", lambda));
                        other.remove(List.of("masks", "styleKeys"));
                        variants.add(new Variant(
                                "style " + (n + 1) + ", weight " + lambda, other, "styles.lambda", lambda, n));
                    }
                }
            }
            default -> throw ProblemException.bad("kind: expected strengths, lambdas or styles");
        }
        return variants;
    }

    private Answer plan(Call call) {
        JsonNode body = call.json(Set.of("request", "draft"));
        StyleTransferRequest request = requests.read(body.path("request"));
        return Answer.json(
                202,
                JSON.objectNode().put("id", plans.start(request, draft(body)).id()));
    }

    private Plans.Plan plan(String id) {
        return plans.find(id).orElseThrow(() -> new ProblemException(410, "GONE", "the plan is not kept any more"));
    }

    /** A preview as JSON. */
    public static ObjectNode of(Preview preview, Places places) {
        Preview.Shown shown = preview.shown();
        ObjectNode node = JSON.objectNode()
                .put("id", preview.id())
                .put("state", EnumNames.of(shown.state()))
                .put("picture", shown.picture());
        if (shown.steps() > 0) {
            node.put("step", shown.step()).put("steps", shown.steps());
        }
        if (!shown.detail().isEmpty()) {
            node.put("kind", shown.kind()).put("detail", places.shortened(shown.detail()));
        }
        return node;
    }

    /** A plan as JSON. */
    public static ObjectNode of(Plans.Plan plan, Places places) {
        ObjectNode node = JSON.objectNode().put("id", plan.id());
        node.put(
                "state",
                plan.replaced()
                        ? "replaced"
                        : plan.result()
                                .map(result -> result.detail().isEmpty() ? "done" : "failed")
                                .orElse("waiting"));
        plan.result().ifPresent(result -> {
            if (!result.detail().isEmpty()) {
                node.put("kind", result.kind()).put("detail", places.shortened(result.detail()));
                return;
            }
            node.put("frames", result.frames());
            ArrayNode presets = node.putArray("presets");
            for (Preset preset : result.presets().keySet()) {
                WorkPlan cost = result.presets().get(preset);
                ObjectNode each = presets.addObject()
                        .put("preset", EnumNames.of(preset))
                        .put("seconds", cost.seconds())
                        .put("disk", cost.disk());
                if (cost.memory() > 0) {
                    each.put("memory", cost.memory());
                }
            }
        });
        return node;
    }
}
