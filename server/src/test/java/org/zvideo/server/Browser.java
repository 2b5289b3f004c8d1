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

/** A tab of the machine's own Chromium without a window, driven by its DevTools protocol. Reaches this machine alone. */
final class Browser implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int TRIES = 1200;

    /** What pages complained about: errors of scripts, and what their policy forbade. */
    final List<String> complaints;
    /** Every address that a page asked for. */
    final List<String> requests;
    /** The status of each answer that this tab got, and its address. */
    final List<String> answers = new CopyOnWriteArrayList<>();

    private final List<String> held = new CopyOnWriteArrayList<>();
    private final ChromiumProcess chromium;
    private final WebSocket socket;
    private final Map<Integer, CompletableFuture<JsonNode>> open = new ConcurrentHashMap<>();
    private int calls;

    Browser(Path folder) throws Exception {
        complaints = new CopyOnWriteArrayList<>();
        requests = new CopyOnWriteArrayList<>();
        chromium = ChromiumProcess.start(folder);
        socket = connected(chromium.firstPage());
        enable();
    }

    /** Another tab, in a window of its own so that both are seen. */
    private Browser(Browser first) throws Exception {
        complaints = first.complaints;
        requests = first.requests;
        chromium = first.chromium;
        String id = first.call("Target.createTarget", "{\"url\": \"about:blank\", \"newWindow\": true}")
                .get("targetId")
                .asText();
        socket = connected(chromium.page(id));
        enable();
    }

    /** Opens another tab, which ends with the browser. */
    Browser tab() throws Exception {
        return new Browser(this);
    }

    private WebSocket connected(String address) {
        return HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(URI.create(address), new Listener())
                .join();
    }

    private void enable() throws Exception {
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
            case "Network.responseReceived" ->
                answers.add(told.at("/response/status").asInt() + " "
                        + told.at("/response/url").asText());
            case "Fetch.requestPaused" -> held.add(told.get("requestId").asText());
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

    /** Holds back what the page asks for at addresses like this. */
    void hold(String pattern) throws Exception {
        ObjectNode parameters = JSON.createObjectNode();
        parameters.putArray("patterns").addObject().put("urlPattern", pattern);
        call("Fetch.enable", parameters.toString());
    }

    /** Lets one request go that was held back, as soon as there is one, and all later ones. */
    void release() throws Exception {
        for (int n = 0; n < TRIES && held.isEmpty(); n++) {
            Thread.sleep(50);
        }
        call(
                "Fetch.continueRequest",
                JSON.createObjectNode().put("requestId", held.get(0)).toString());
        call("Fetch.disable", "{}");
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
        chromium.close();
    }
}
