package org.zvideo.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;

/** A server in a process of its own, and a program that has logged in. */
final class ServeProcess implements AutoCloseable {
    static final ObjectMapper JSON = new ObjectMapper();

    private final Process process;
    private final HttpClient http = HttpClient.newHttpClient();
    private String origin = "";
    private String key = "";
    private String cookie = "";

    /** Starts it on the folders of clips and styles, with state and results in a folder, and does not wait. */
    ServeProcess(Path folder) throws IOException {
        String line = "serve --no-open --port 0 --state state --out out --model " + Run.TINY;
        process = Run.start(
                folder, (line + " " + Run.TESTDATA.resolve("clips") + " " + Run.TESTDATA.resolve("styles")).split(" "));
    }

    Process process() {
        return process;
    }

    /** Waits for its link, and logs in. */
    ServeProcess login() throws Exception {
        BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        String link = out.readLine();
        assertNotNull(link, "it ended");
        origin = link.replaceFirst("/#.*", "");
        HttpResponse<String> answer = send("POST", "/login", "{\"token\": \"" + link.replaceFirst(".*#", "") + "\"}");
        assertEquals(200, answer.statusCode(), answer.body());
        key = JSON.readTree(answer.body()).get("key").asText();
        cookie = answer.headers().firstValue("Set-Cookie").orElseThrow().split(";")[0];
        return this;
    }

    private HttpResponse<String> send(String method, String path, String body)
            throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(URI.create(origin + "/api/v1" + path))
                        .timeout(Duration.ofSeconds(30))
                        .header("Origin", origin)
                        .header("Cookie", cookie)
                        .header("X-Zvideo-Key", key)
                        .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
    }

    /**
     * What it answers, which has this status.
     *
     * @throws IOException if it has ended
     */
    JsonNode ask(int status, String method, String path, String body) throws IOException, InterruptedException {
        HttpResponse<String> answer = send(method, path, body);
        assertEquals(status, answer.statusCode(), method + " " + path + ": " + answer.body());
        return JSON.readTree(answer.body());
    }

    /** Ends it at once, with no chance to do anything. */
    @Override
    public void close() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }
}
