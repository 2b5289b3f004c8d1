package org.zvideo.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.zvideo.core.error.ZvideoException;
import org.zvideo.server.api.Api;
import org.zvideo.server.store.Uploads;
import org.zvideo.server.watch.WatchFolder;
import org.zvideo.server.work.Engine;
import org.zvideo.server.work.Texts;
import org.zvideo.video.report.ConsistencyReport;
import org.zvideo.video.request.Machine;

/** A server in this process with the smallest model, and a client that checks every answer against the served description. */
final class TestServer implements AutoCloseable {
    static {
        System.setProperty("jdk.httpclient.allowRestrictedHeaders", "host");
        System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", "error");
    }

    static final Path TESTDATA = Path.of(System.getProperty("zvideo.testdata"));
    static final Path MODEL = TESTDATA.resolve("golden/models/tiny-null").toAbsolutePath();
    static final Path CLIP = TESTDATA.resolve("clips/bunny.mp4");
    static final Path STYLE = TESTDATA.resolve("styles/starry-night.jpg");
    static final ObjectMapper JSON = new ObjectMapper();
    private static final int TRIES = 600;

    final List<String> said = new CopyOnWriteArrayList<>();
    final HttpClient http = HttpClient.newHttpClient();
    final ZvideoServer server;
    final String origin;
    String key = "";
    String cookie = "";
    private JsonNode description = JSON.createObjectNode();

    TestServer(Path folder) throws Exception {
        this(folder, Optional.empty(), List.of(TESTDATA.resolve("clips"), TESTDATA.resolve("styles")));
    }

    TestServer(Path folder, Optional<WatchFolder.Settings> watch, List<Path> roots) throws Exception {
        server = new ZvideoServer(
                new ZvideoServer.Settings(
                        roots,
                        Optional.of(folder.resolve("out")),
                        folder.resolve("state"),
                        Optional.of(0),
                        new Api.Settings("zvideo test", Machine.of(MODEL), true, 3_000_000, Map.of()),
                        new Engine.Settings(request -> false, 1_000_000_000L, Duration.ofMinutes(1)),
                        new Uploads.Limits(3_000_000, 8_000_000),
                        watch),
                new PlainTexts(),
                said::add);
        origin = "http://127.0.0.1:" + server.port();
    }

    /** The library's own words. */
    private static final class PlainTexts implements Texts {
        @Override
        public String failure(Throwable error) {
            return String.valueOf(error.getMessage());
        }

        @Override
        public String kind(Throwable error) {
            return error instanceof ZvideoException known ? known.kind().name() : "INTERNAL";
        }

        @Override
        public String summary(ConsistencyReport report) {
            return report.frames() + " frames";
        }
    }

    String token() {
        String link = server.link().orElseThrow();
        return link.substring(link.indexOf('#') + 1);
    }

    /** Logs in with a new link. */
    TestServer login() throws Exception {
        HttpResponse<String> answer = http.send(
                HttpRequest.newBuilder(URI.create(origin + "/api/v1/login"))
                        .header("Origin", origin)
                        .POST(BodyPublishers.ofString("{\"token\": \"" + token() + "\"}"))
                        .build(),
                BodyHandlers.ofString());
        assertEquals(200, answer.statusCode(), answer.body());
        key = JSON.readTree(answer.body()).get("key").asText();
        cookie = answer.headers().firstValue("Set-Cookie").orElseThrow().split(";")[0];
        description = JSON.readTree(send("GET", "/openapi.json", "").body());
        return this;
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(origin + "/api/v1" + path))
                .timeout(Duration.ofSeconds(60))
                .header("Cookie", cookie)
                .header("X-Zvideo-Key", key)
                .header("Origin", origin);
    }

    HttpResponse<String> send(String method, String path, String body) throws IOException, InterruptedException {
        return http.send(
                request(path)
                        .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
    }

    HttpResponse<byte[]> bytes(String path, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request = request(path).GET();
        for (int n = 0; n < headers.length; n += 2) {
            request.header(headers[n], headers[n + 1]);
        }
        return http.send(request.build(), BodyHandlers.ofByteArray());
    }

    /** The answer as JSON, which has this status and the form that the description states. */
    JsonNode ask(int status, String method, String path, String body) throws Exception {
        HttpResponse<String> answer = send(method, path, body);
        assertEquals(status, answer.statusCode(), method + " " + path + ": " + answer.body());
        if (answer.body().isEmpty()) {
            return JSON.createObjectNode();
        }
        JsonNode value = JSON.readTree(answer.body());
        requireDescribed(method, path.replaceFirst("\\?.*", ""), status, value);
        return value;
    }

    private void requireDescribed(String method, String path, int status, JsonNode value) {
        JsonNode operation = operation("/api/v1" + path).path(method.toLowerCase(java.util.Locale.ROOT));
        JsonNode content =
                operation.path("responses").path(Integer.toString(status)).path("content");
        assertTrue(content.isObject(), method + " " + path + " " + status + " is not described");
        ObjectNode schema = content.elements().next().get("schema").deepCopy();
        schema.set("components", description.get("components"));
        assertEquals(
                "[]",
                JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                        .getSchema(schema)
                        .validate(value)
                        .toString(),
                method + " " + path + ": " + value);
    }

    private JsonNode operation(String path) {
        for (Map.Entry<String, JsonNode> each : description.get("paths").properties()) {
            if (path.matches(each.getKey().replaceAll("\\{\\w+}", "[^/]+"))) {
                return each.getValue();
            }
        }
        return JSON.createObjectNode();
    }

    /** A job with the fewest steps at the smallest size. */
    static ObjectNode request(int frames) {
        ObjectNode request = JSON.createObjectNode().put("version", 1);
        request.putObject("source").put("file", "roots/0/bunny.mp4").put("frames", frames);
        request.putArray("styles").addObject().put("file", "roots/1/starry-night.jpg");
        request.putObject("method").put("steps", 2).put("size", 64);
        request.putObject("target").put("report", false);
        return request;
    }

    static String body(JsonNode request) {
        return JSON.createObjectNode().set("request", request).toString();
    }

    JsonNode queued(JsonNode request) throws Exception {
        return ask(201, "POST", "/jobs", body(request));
    }

    JsonNode job(String id) throws Exception {
        return ask(200, "GET", "/jobs/" + id, "");
    }

    /** Waits until the answer is as it should be. */
    JsonNode until(String path, Predicate<JsonNode> good) throws Exception {
        JsonNode answer = ask(200, "GET", path, "");
        for (int n = 0; n < TRIES && !good.test(answer); n++) {
            Thread.sleep(50);
            answer = ask(200, "GET", path, "");
        }
        assertTrue(good.test(answer), path + ": " + answer);
        return answer;
    }

    JsonNode untilState(String id, String state) throws Exception {
        return until("/jobs/" + id, job -> job.get("state").asText().equals(state));
    }

    @Override
    public void close() {
        server.close();
    }
}
