package org.zvideo.server.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.zvideo.server.event.Events;
import org.zvideo.server.rest.Access;
import org.zvideo.server.rest.Answer;
import org.zvideo.server.rest.Call;
import org.zvideo.server.rest.EventStream;
import org.zvideo.server.rest.Route;
import org.zvideo.video.request.RequestJson;

/** What a page needs to know at its start, what happens from then on, and the page itself. */
final class SessionApi {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final String SCHEMA = "request-1.schema.json";

    private final About about;
    private final Events events;
    private final Runnable shutdown;

    /**
     * What is fixed while the server runs.
     *
     * @param version of zvideo
     * @param model   its name
     * @param device  as it was asked for
     * @param roots   folders, of which only the last part of the name is shown
     * @param results the folder of results, as the user would name it
     * @param browse  whether the folders are shown
     * @param upload  bytes that an upload may have
     * @param help    descriptions of the command's options, by their names without dashes
     */
    record About(
            String version,
            String model,
            String device,
            List<Path> roots,
            Path results,
            boolean browse,
            long upload,
            Map<String, String> help) {}

    SessionApi(About about, Events events, Runnable shutdown) {
        this.about = about;
        this.events = events;
        this.shutdown = shutdown;
    }

    List<Route> routes() {
        return List.of(
                Route.get("/api/v1/session", Access.KEY, call -> Answer.json(session())),
                Route.get("/api/v1/options", Access.KEY, call -> Answer.json(options())),
                Route.get("/api/v1/events", Access.KEY, this::events),
                Route.get("/api/v1/openapi.json", Access.KEY, call -> resource("openapi.json", Answer.JSON)),
                Route.get(
                        "/api/v1/schemas/" + SCHEMA,
                        Access.KEY,
                        call -> new Answer.Bytes(
                                200, Answer.JSON, PageFiles.bytes(RequestJson.class, SCHEMA), Map.of())),
                Route.of("POST", "/api/v1/shutdown", this::end));
    }

    private static Answer resource(String name, String type) {
        return new Answer.Bytes(200, type, PageFiles.bytes(SessionApi.class, name), Map.of());
    }

    private ObjectNode session() {
        ObjectNode node = JSON.objectNode()
                .put("version", about.version)
                .put("model", about.model)
                .put("device", about.device)
                .put("results", about.results.toString())
                .put("browse", about.browse)
                .put("maxUpload", about.upload);
        ArrayNode roots = node.putArray("roots");
        about.roots.forEach(root -> roots.add(String.valueOf(root.getFileName())));
        return node;
    }

    private ObjectNode options() {
        ObjectNode node = JSON.objectNode();
        node.set("controls", Controls.all(about.help));
        return node;
    }

    private Answer events(Call call) {
        OptionalLong after = call.header("Last-Event-ID")
                .filter(text -> text.matches("\\d{1,15}"))
                .map(text -> OptionalLong.of(Long.parseLong(text)))
                .orElse(OptionalLong.empty());
        return new Answer.Events(stream -> listen(stream, after));
    }

    private void listen(EventStream stream, OptionalLong after) {
        Events.Listener listener = new Events.Listener() {
            @Override
            public void send(String text) {
                stream.send(text);
            }

            @Override
            public void close() {
                stream.close();
            }
        };
        stream.onClose(() -> events.remove(listener));
        events.add(listener, after);
    }

    private Answer end(Call call) {
        JsonNode body = call.json(Set.of());
        Thread ending = new Thread(shutdown, "shutdown");
        ending.setDaemon(true);
        ending.start();
        return Answer.json(202, body);
    }
}
