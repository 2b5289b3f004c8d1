package org.zvideo.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * The machine's own Chromium without a window, which reaches this machine alone.
 *
 * @param port of its DevTools protocol
 */
record ChromiumProcess(Process process, String port) implements AutoCloseable {
    private static final int TRIES = 1200;

    /** Starts it with a profile of its own. */
    static ChromiumProcess start(Path folder) throws Exception {
        Path profile = folder.resolve("profile");
        Process process = new ProcessBuilder(
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
        Path told = profile.resolve("DevToolsActivePort");
        for (int n = 0;
                n < TRIES && (!Files.exists(told) || Files.readAllLines(told).size() < 2);
                n++) {
            Thread.sleep(50);
        }
        return new ChromiumProcess(process, Files.readAllLines(told).get(0));
    }

    /** The address of the page that it opened by itself. */
    String firstPage() throws Exception {
        JsonNode pages = new ObjectMapper()
                .readTree(HttpClient.newHttpClient()
                        .send(
                                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/json/list"))
                                        .build(),
                                BodyHandlers.ofString())
                        .body());
        String address = "";
        for (JsonNode page : pages) {
            address = page.get("type").asText().equals("page")
                    ? page.get("webSocketDebuggerUrl").asText()
                    : address;
        }
        return address;
    }

    /** The address of a page by its id. */
    String page(String id) {
        return "ws://127.0.0.1:" + port + "/devtools/page/" + id;
    }

    @Override
    public void close() throws InterruptedException {
        process.destroy();
        process.waitFor(10, TimeUnit.SECONDS);
        process.destroyForcibly().waitFor();
    }
}
