package org.zvideo.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** The machine's own Chromium without a window, driven by its DevTools protocol. Reaches this machine alone. */
final class Browser implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int TRIES = 1200;

    /** What pages complained about: errors of scripts, and what their policy forbade. */
    final List<String> complaints = new CopyOnWriteArrayList<>();
    /** Every address that a page asked for. */
    final List<String> requests = new CopyOnWriteArrayList<>();

    private final Process process;
    private final WebSocket socket;
    private final Map<Integer, CompletableFuture<JsonNode>> open = new ConcurrentHashMap<>();
    private int calls;

    Browser(Path folder) throws Exception {
        Path profile = folder.resolve("profile");
        process = new ProcessBuilder(
                        "chromium",
                        "--headless",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--hide-scrollbars",
                        "--no-first-run",
                        "--disable-background-networking",
                        "--disable-component-update",
                        "--disable-sync",
                        "--disable-dev-shm-usage",
                        "--autoplay-policy=no-user-gesture-required",
                        "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
                        "--remote-debugging-port=0",
                        "--user-data-dir=" + profile,
                        "about:blank")
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("chromium.log").toFile())
                .start();
        Path port = profile.resolve("DevToolsActivePort");
        for (int n = 0;
                n < TRIES && (!Files.exists(port) || Files.readAllLines(port).size() < 2);
                n++) {
            Thread.sleep(50);
        }
        HttpClient http = HttpClient.newHttpClient();
        JsonNode pages = JSON.readTree(http.send(
                        java.net.http.HttpRequest.newBuilder(URI.create("http://127.0.0.1:"
                                        + Files.readAllLines(port).get(0) + "/json/list"))
                                .build(),
                        java.net.http.HttpResponse.BodyHandlers.ofString())
                .body());
        String address = "";
        for (JsonNode page : pages) {
            address = page.get("type").asText().equals("page")
                    ? page.get("webSocketDebuggerUrl").asText()
                    : address;
        }
        socket = http.newWebSocketBuilder()
                .buildAsync(URI.create(address), new Listener())
                .join();
        for (String domain : List.of("Page", "Runtime", "Log", "Network", "DOM")) {
            call(domain + ".enable", "{}");
        }
    }

    private final class Listener implements WebSocket.Listener {
        private final StringBuilder text = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
            text.append(part);
            if (last) {
                try {
                    heard(JSON.readTree(text.toString()));
                } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
                    complaints.add(e.toString());
                }
                text.setLength(0);
            }
            from.request(1);
            return CompletableFuture.completedStage(null);
        }
    }

    private void heard(JsonNode message) {
        if (message.has("id")) {
            open.remove(message.get("id").asInt()).complete(message);
            return;
        }
        JsonNode told = message.path("params");
        switch (message.path("method").asText()) {
            case "Runtime.exceptionThrown" ->
                complaints.add(told.at("/exceptionDetails").toString());
            case "Log.entryAdded" -> {
                String entry = told.at("/entry/text").asText();
                if (told.at("/entry/level").asText().equals("error") && !entry.startsWith("Failed to load resource")) {
                    complaints.add(entry);
                }
            }
            case "Network.requestWillBeSent" ->
                requests.add(told.at("/request/url").asText());
            default -> {}
        }
    }

    /** Calls a method of the protocol. */
    JsonNode call(String method, String parameters) throws Exception {
        CompletableFuture<JsonNode> answer = new CompletableFuture<>();
        int id;
        synchronized (this) {
            calls++;
            id = calls;
            open.put(id, answer);
            socket.sendText(
                            JSON.createObjectNode()
                                    .put("id", id)
                                    .put("method", method)
                                    .set("params", JSON.readTree(parameters))
                                    .toString(),
                            true)
                    .join();
        }
        JsonNode result = answer.get(60, TimeUnit.SECONDS);
        if (result.has("error")) {
            throw new IllegalStateException(method + ": " + result.get("error"));
        }
        return result.get("result");
    }

    void open(String address) throws Exception {
        call("Page.navigate", JSON.createObjectNode().put("url", address).toString());
    }

    /** The value of an expression in the page. */
    JsonNode value(String script) throws Exception {
        ObjectNode parameters = JSON.createObjectNode()
                .put("expression", script)
                .put("returnByValue", true)
                .put("awaitPromise", true)
                .put("userGesture", true);
        JsonNode result = call("Runtime.evaluate", parameters.toString());
        if (result.has("exceptionDetails")) {
            throw new IllegalStateException(script + ": " + result.get("exceptionDetails"));
        }
        return result.get("result").path("value");
    }

    /** Waits until an expression is true. */
    void until(String script) throws Exception {
        for (int n = 0; n < TRIES; n++) {
            if (value("Boolean(" + script + ")").asBoolean()) {
                return;
            }
            Thread.sleep(50);
        }
        throw new AssertionError(script + " never became true; the page shows: "
                + value("document.body.innerText").asText());
    }

    /** Presses and lets go of a key. */
    void key(String name, String text, int code) throws Exception {
        ObjectNode key =
                JSON.createObjectNode().put("key", name).put("code", name).put("windowsVirtualKeyCode", code);
        if (!text.isEmpty()) {
            key.put("text", text);
        }
        call("Input.dispatchKeyEvent", key.put("type", "keyDown").toString());
        call("Input.dispatchKeyEvent", key.put("type", "keyUp").toString());
    }

    /** Drops a file onto an element. */
    void drop(String selector, Path file) throws Exception {
        JsonNode box = value("(() => { const e = document.querySelector(" + JSON.writeValueAsString(selector)
                + "); e.scrollIntoView({block: 'center'}); const r = e.getBoundingClientRect();"
                + " return [r.x + r.width / 2, r.y + r.height / 2]; })()");
        for (String type : List.of("dragEnter", "dragOver", "drop")) {
            ObjectNode event = JSON.createObjectNode()
                    .put("type", type)
                    .put("x", box.get(0).asDouble())
                    .put("y", box.get(1).asDouble());
            ObjectNode data = event.putObject("data").put("dragOperationsMask", 1);
            data.putArray("items");
            data.putArray("files").add(file.toString());
            call("Input.dispatchDragEvent", event.toString());
        }
    }

    /** Puts a file into an input. */
    void choose(String selector, Path file) throws Exception {
        int root = call("DOM.getDocument", "{}").at("/root/nodeId").asInt();
        int node = call(
                        "DOM.querySelector",
                        JSON.createObjectNode()
                                .put("nodeId", root)
                                .put("selector", selector)
                                .toString())
                .get("nodeId")
                .asInt();
        ObjectNode parameters = JSON.createObjectNode().put("nodeId", node);
        parameters.putArray("files").add(file.toString());
        call("DOM.setFileInputFiles", parameters.toString());
    }

    void size(int width, int height) throws Exception {
        call(
                "Emulation.setDeviceMetricsOverride",
                JSON.createObjectNode()
                        .put("width", width)
                        .put("height", height)
                        .put("deviceScaleFactor", 1)
                        .put("mobile", false)
                        .toString());
    }

    void scheme(String name) throws Exception {
        call(
                "Emulation.setEmulatedMedia",
                "{\"features\": [{\"name\": \"prefers-color-scheme\", \"value\": \"" + name + "\"}]}");
    }

    /** Writes what the page looks like, from its top to its end. */
    void screenshot(Path file) throws Exception {
        JsonNode picture = call("Page.captureScreenshot", "{\"captureBeyondViewport\": true}");
        Files.createDirectories(file.getParent());
        Files.write(file, Base64.getDecoder().decode(picture.get("data").asText()));
    }

    @Override
    public void close() throws Exception {
        socket.abort();
        process.destroy();
        process.waitFor(10, TimeUnit.SECONDS);
        process.destroyForcibly().waitFor();
    }
}
