package org.zvideo.server;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.zvideo.server.rest.Access;
import org.zvideo.server.rest.Route;

/** Who gets an answer. Oracle: statuses written by hand, for every route of the table. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GuardTest {
    @TempDir
    static Path folder;

    private TestServer own;

    @BeforeAll
    void start() throws Exception {
        own = new TestServer(folder).login();
    }

    @AfterAll
    void end() throws Exception {
        own.close();
        String log = Files.readString(folder.resolve("state/log"));
        assertTrue(log.contains("GET /api/v1/session 401"), log);
        assertFalse(log.contains(own.key) || log.contains(own.cookie.replaceFirst(".*=", "")), "secrets in the log");
        assertFalse(log.contains("token-in-a-query"), "queries in the log");
    }

    /** A caller with all that it should have, but for some headers. */
    private int status(Route route, Map<String, String> headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                URI.create(own.origin + route.pattern().replace("{id}", "0123456789abcdef0123456789abcdef")));
        Map<String, String> all = new java.util.TreeMap<>(Map.of(
                "Cookie", own.cookie, "X-Zvideo-Key", own.key, "Origin", own.origin, "Sec-Fetch-Site", "same-origin"));
        all.putAll(headers);
        all.forEach((name, value) -> {
            if (!value.isEmpty()) {
                request.header(name, value);
            }
        });
        return own.http
                .send(request.method(route.method(), BodyPublishers.noBody()).build(), BodyHandlers.discarding())
                .statusCode();
    }

    @Test
    void strangersReachNoHandler() throws Exception {
        String port = Integer.toString(own.server.port());
        for (Route route : own.server.routes()) {
            String row = route.method() + " " + route.pattern();
            boolean open = route.access() == Access.OPEN;
            if (!open) {
                assertEquals(401, status(route, Map.of("Cookie", "")), row);
                assertEquals(401, status(route, Map.of("Cookie", own.cookie + "0")), row);
            }
            if (route.access() == Access.KEY) {
                assertEquals(401, status(route, Map.of("X-Zvideo-Key", "")), row);
                assertEquals(401, status(route, Map.of("X-Zvideo-Key", own.key.substring(1))), row);
            }
            for (String host : List.of(
                    "evil.example:" + port,
                    "127.0.0.1",
                    "127.0.0.1:1",
                    "localhost.evil.example:" + port,
                    "[::1]:" + port,
                    "0.0.0.0:" + port)) {
                assertEquals(421, status(route, Map.of("Host", host)), row + " " + host);
            }
            for (String foreign : List.of(
                    "http://evil.example",
                    "null",
                    "http://127.0.0.1:1",
                    own.origin + "0",
                    "https://127.0.0.1:" + port,
                    own.origin + ".evil.example")) {
                assertEquals(403, status(route, Map.of("Origin", foreign)), row + " " + foreign);
            }
            assertEquals(403, status(route, Map.of("Sec-Fetch-Site", "cross-site")), row);
            assertEquals(403, status(route, Map.of("Sec-Fetch-Site", "same-site")), row);
            if (!route.method().equals("GET")) {
                assertEquals(403, status(route, Map.of("Origin", "")), row);
            }
        }
        assertEquals(List.of(), own.server.jobs());
    }

    /** Files by id are what elements of the page load, which can send no key. */
    @Test
    void theCookieAloneOpensFilesOnly() {
        Set<String> files = new TreeSet<>();
        own.server.routes().stream()
                .filter(route -> route.access() == Access.COOKIE)
                .forEach(route -> files.add(route.method() + route.pattern().replaceFirst(".*/", " ")));
        assertEquals(
                Set.of("GET picture", "GET report", "GET report.json", "GET result", "GET source", "GET comparison"),
                files);
    }

    @Test
    void aLinkIsGoodOnce() throws Exception {
        String token = own.token();
        assertEquals(200, login(token).statusCode());
        assertEquals(403, login(token).statusCode());
        assertEquals(403, login("").statusCode());
        HttpResponse<String> again = login(own.token());
        assertTrue(
                again.headers()
                        .firstValue("Set-Cookie")
                        .orElseThrow()
                        .matches("zvideo-\\d+=\\w{64}; Path=/; HttpOnly; SameSite=Strict"),
                again.headers().toString());
        for (int n = 0; n < 10; n++) {
            login("wrong");
        }
        assertEquals(429, login(own.token()).statusCode(), "a guesser waits");
    }

    private HttpResponse<String> login(String token) throws Exception {
        return own.http.send(
                HttpRequest.newBuilder(URI.create(own.origin + "/api/v1/login"))
                        .header("Origin", own.origin)
                        .POST(BodyPublishers.ofString("{\"token\": \"" + token + "\"}"))
                        .build(),
                BodyHandlers.ofString());
    }

    @Test
    void thePageHoldsNoSecretAndLoadsNothingFromElsewhere() throws Exception {
        for (Route route : own.server.routes()) {
            if (route.access() == Access.OPEN && route.method().equals("GET")) {
                HttpResponse<String> file = own.http.send(
                        HttpRequest.newBuilder(URI.create(own.origin + route.pattern()))
                                .build(),
                        BodyHandlers.ofString());
                assertEquals(200, file.statusCode(), route.pattern());
                assertFalse(file.body().contains(own.key), route.pattern());
                assertFalse(file.body().matches("(?s).*(https?:)?//[a-z]+\\.[a-z].*"), route.pattern());
                assertFalse(file.body().contains("innerHTML"), route.pattern());
                String policy =
                        file.headers().firstValue("Content-Security-Policy").orElseThrow();
                assertTrue(policy.startsWith("default-src 'none'; script-src 'self'"), policy);
                assertTrue(
                        file.headers().firstValue("Access-Control-Allow-Origin").isEmpty());
                assertTrue(file.headers().firstValue("Server").isEmpty());
            }
        }
    }

    @Test
    void whatIsNotInTheTableIsNotServed() throws Exception {
        for (String path :
                List.of("/page/", "/page.css/", "/../log", "/%2e%2e/log", "/favicon.ico", "/api/v1/", "/api")) {
            int status = own.http
                    .send(HttpRequest.newBuilder(URI.create(own.origin + path)).build(), BodyHandlers.discarding())
                    .statusCode();
            assertTrue(status == 404 || status == 400, path + " " + status);
        }
        assertEquals(405, own.send("OPTIONS", "/jobs", "").statusCode());
        assertEquals(405, own.send("DELETE", "/session", "").statusCode());
        assertEquals(
                401,
                own.http
                        .send(
                                HttpRequest.newBuilder(URI.create(own.origin + "/api/v1/session?key=token-in-a-query"))
                                        .build(),
                                BodyHandlers.discarding())
                        .statusCode());
    }

    /** Oracle: the table of routes, both ways. */
    @Test
    void theDescriptionNamesEveryRoute() throws Exception {
        Set<String> described = new TreeSet<>();
        own.ask(200, "GET", "/openapi.json", "")
                .get("paths")
                .properties()
                .forEach(path -> path.getValue()
                        .fieldNames()
                        .forEachRemaining(method ->
                                described.add(method.toUpperCase(java.util.Locale.ROOT) + " " + path.getKey())));
        List<String> routes = new ArrayList<>();
        own.server.routes().stream()
                .filter(route -> route.pattern().startsWith("/api/"))
                .forEach(route -> routes.add(route.method() + " " + route.pattern()));
        routes.add("POST /api/v1/login");
        assertArrayEquals(new TreeSet<>(routes).toArray(), described.toArray());
    }
}
