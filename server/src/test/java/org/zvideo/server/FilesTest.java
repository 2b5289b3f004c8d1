package org.zvideo.server;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What can be read, and what can be sent. Oracle: the bytes on the disk. */
class FilesTest {
    @TempDir
    Path folder;

    private TestServer own;
    private Path root;

    @BeforeEach
    void start() throws Exception {
        root = Files.createDirectories(folder.resolve("root/inner")).getParent();
        Files.copy(TestServer.CLIP, root.resolve("clip.mp4"));
        Files.copy(TestServer.STYLE, root.resolve("inner/art.jpg"));
        Files.copy(TestServer.STYLE, folder.resolve("secret.jpg"));
        Files.copy(TestServer.STYLE, root.resolve(".hidden.jpg"));
        Files.createSymbolicLink(root.resolve("out.jpg"), folder.resolve("secret.jpg"));
        Files.createSymbolicLink(root.resolve("outside"), folder);
        Files.createSymbolicLink(root.resolve("loop"), root.resolve("loop"));
        Files.createSymbolicLink(root.resolve("within.jpg"), root.resolve("inner/art.jpg"));
        own = new TestServer(folder, Optional.empty(), List.of(root)).login();
    }

    @AfterEach
    void end() {
        own.close();
    }

    private int frame(String place) throws Exception {
        return own.bytes("/frames?file=" + URLEncoder.encode(place, StandardCharsets.UTF_8))
                .statusCode();
    }

    @Test
    void nothingOutsideTheNamedFoldersHasAName() throws Exception {
        assertEquals(200, frame("roots/0/clip.mp4"));
        assertEquals(200, frame("roots/0/inner/art.jpg"));
        assertEquals(200, frame("roots/0/within.jpg"));
        String absolute = folder.resolve("secret.jpg").toString();
        for (String place : List.of(
                absolute,
                "/" + absolute,
                "roots/0/" + absolute,
                "roots/0/../secret.jpg",
                "roots/0/./clip.mp4",
                "roots/0/inner/../clip.mp4",
                "roots/0//clip.mp4",
                "roots/0/inner/../../secret.jpg",
                "roots/../secret.jpg",
                "../secret.jpg",
                "..",
                ".",
                "",
                "/",
                "roots",
                "roots/0",
                "roots/0/",
                "roots/1/clip.mp4",
                "roots/-1/clip.mp4",
                "roots/00000/clip.mp4",
                "roots/0/out.jpg",
                "roots/0/outside/secret.jpg",
                "roots/0/loop",
                "roots/0/loop/a",
                "roots/0/..\\secret.jpg",
                "roots/0/inner\\art.jpg",
                "roots/0/c:/secret.jpg",
                "C:\\secret.jpg",
                "roots/0/clip.mp4:x",
                "roots/0/clip.mp4\0",
                "roots/0/clip.mp4\0.jpg",
                "roots/0/%2e%2e/secret.jpg",
                "roots/0/..%2fsecret.jpg",
                "file:" + absolute,
                "roots/0/file:" + absolute,
                "http://127.0.0.1/a.jpg",
                "uploads/../../secret.jpg",
                "uploads/x",
                "uploads/",
                "results/../secret.jpg",
                "results/a/b",
                "elsewhere/secret.jpg",
                "roots/0/" + "a".repeat(300),
                "roots/0/inner/art.jpg/",
                "roots/0/\uD800",
                "concat:roots/0/clip.mp4",
                "subfile,,start,0,end,9,,:" + absolute)) {
            int status = frame(place);
            assertTrue(status == 404 || status == 400, place + ": " + status);
        }
        assertEquals(400, own.bytes("/frames").statusCode());
    }

    @Test
    void listsShowMediaAndNothingThatLeadsOut() throws Exception {
        JsonNode entries = own.ask(200, "GET", "/files?root=0&path=", "").get("entries");
        assertEquals(
                "[\"clip.mp4\",\"inner\",\"within.jpg\"]",
                TestServer.JSON.valueToTree(entries.findValuesAsText("name")).toString());
        for (String path : List.of("..", "outside", "inner/..", "%2e%2e", "clip.mp4")) {
            own.ask(404, "GET", "/files?root=0&path=" + path, "");
        }
        own.ask(404, "GET", "/files?root=1&path=", "");
        JsonNode media = own.ask(200, "GET", "/media?file=roots/0/clip.mp4", "");
        assertEquals("480x270", media.get("width") + "x" + media.get("height"));
        assertEquals(
                "picture",
                own.ask(200, "GET", "/media?file=roots/0/inner/art.jpg", "")
                        .get("kind")
                        .asText());
    }

    private HttpResponse<String> send(String name, byte[] bytes) throws Exception {
        return own.http.send(
                own.request("/uploads?name=" + URLEncoder.encode(name, StandardCharsets.UTF_8))
                        .PUT(BodyPublishers.ofByteArray(bytes))
                        .build(),
                BodyHandlers.ofString());
    }

    @Test
    void uploadsAreBoundedAndKeptByTheirContent() throws Exception {
        byte[] art = Files.readAllBytes(TestServer.STYLE);
        JsonNode first =
                TestServer.JSON.readTree(send("../../a:b/\u202eart.jpg\n", art).body());
        assertEquals("_art.jpg_", first.get("name").asText());
        JsonNode again = TestServer.JSON.readTree(send("other.jpg", art).body());
        assertEquals(first.get("id"), again.get("id"));
        Path uploads = folder.resolve("state/uploads");
        List<Path> before = names(uploads);
        assertEquals(
                415,
                send("art.mp4", "PK and nothing else".getBytes(StandardCharsets.UTF_8))
                        .statusCode());
        assertEquals(415, send("art.jpg", new byte[1000]).statusCode());
        assertEquals(413, send("long.jpg", new byte[3_000_001]).statusCode());
        assertEquals(
                411,
                own.http
                        .send(
                                own.request("/uploads?name=a.jpg")
                                        .PUT(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(art)))
                                        .build(),
                                BodyHandlers.ofString())
                        .statusCode());
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), own.server.port())) {
            socket.getOutputStream()
                    .write(("PUT /api/v1/uploads?name=a.jpg HTTP/1.1\r\nHost: 127.0.0.1:" + own.server.port()
                                    + "\r\nOrigin: "
                                    + own.origin + "\r\nCookie: " + own.cookie + "\r\nX-Zvideo-Key: " + own.key
                                    + "\r\nContent-Length: 1000\r\n\r\nshort")
                            .getBytes(StandardCharsets.UTF_8));
            socket.shutdownOutput();
            socket.getInputStream().readAllBytes();
        }
        assertEquals(before, names(uploads), "nothing is left of what was refused");
        String place = first.get("place").asText();
        assertEquals(200, frame(place));
        for (int n = 0; n < 3; n++) { // 8 MB in all
            byte[] other = Arrays.copyOf(art, 2_900_000);
            other[other.length - 1] = (byte) n;
            assertEquals(n < 2 ? 201 : 507, send("big.jpg", other).statusCode(), n + " big ones");
        }
        var request = TestServer.request(1);
        request.putObject("source").put("file", "roots/0/clip.mp4");
        request.putArray("styles").addObject().put("file", place);
        own.ask(200, "PATCH", "/queue", "{\"paused\": true}");
        String job = own.queued(request).get("id").asText();
        own.ask(409, "DELETE", "/" + place, "");
        own.ask(204, "DELETE", "/jobs/" + job, "");
        own.ask(204, "DELETE", "/" + place, "");
        own.ask(404, "DELETE", "/" + place, "");
        assertEquals(404, frame(place));
    }

    private static List<Path> names(Path folder) throws Exception {
        try (var files = Files.walk(folder)) {
            return files.sorted().toList();
        }
    }

    /** What players ask for when they seek. */
    @Test
    void filesOfJobsComeInParts() throws Exception {
        var request = TestServer.request(1);
        request.putObject("source").put("file", "roots/0/clip.mp4");
        request.putArray("styles").addObject().put("file", "roots/0/inner/art.jpg");
        own.ask(200, "PATCH", "/queue", "{\"paused\": true}");
        String source = "/jobs/" + own.queued(request).get("id").asText() + "/source";
        byte[] all = Files.readAllBytes(TestServer.CLIP);
        assertArrayEquals(all, own.bytes(source).body());
        int last = all.length - 1;
        for (String[] part : new String[][] {
            {"bytes=0-0", "0", "1"},
            {"bytes=10-19", "10", "20"},
            {"bytes=" + last + "-", "" + last, "" + all.length},
            {"bytes=-100", "" + (all.length - 100), "" + all.length},
            {"bytes=10-99999999", "10", "" + all.length}
        }) {
            HttpResponse<byte[]> answer = own.bytes(source, "Range", part[0]);
            assertEquals(206, answer.statusCode(), part[0]);
            assertArrayEquals(
                    Arrays.copyOfRange(all, Integer.parseInt(part[1]), Integer.parseInt(part[2])),
                    answer.body(),
                    part[0]);
        }
        assertEquals(416, own.bytes(source, "Range", "bytes=99999999-").statusCode());
        assertEquals(404, own.bytes(source.replace("source", "result")).statusCode());
        assertEquals(404, own.bytes(source.replace("source", "report")).statusCode());
    }
}
