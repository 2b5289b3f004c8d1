package org.zvideo.server;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.zvideo.video.Clip;
import org.zvideo.video.ReadOptions;
import org.zvideo.video.VideoCodec;
import org.zvideo.video.job.JobListener;
import org.zvideo.video.job.StyleTransferJob;
import org.zvideo.video.request.AppearanceRequest;
import org.zvideo.video.request.MethodRequest;
import org.zvideo.video.request.Source;
import org.zvideo.video.request.StyleTransferRequest;
import org.zvideo.video.request.Target;

/** Jobs through the interface. Oracle: the library's own job with the same request, byte by byte. */
class JobsTest {
    private static final int FRAMES = 6;

    @TempDir
    Path folder;

    /** What the library makes of the same. */
    private byte[] whole(MethodRequest method) throws Exception {
        Path file = folder.resolve("whole-" + System.nanoTime() + ".mkv");
        StyleTransferRequest request = StyleTransferRequest.of(
                        TestServer.MODEL, TestServer.CLIP, TestServer.STYLE, file)
                .withSource(new Source(TestServer.CLIP, Clip.of(0, (long) FRAMES), ReadOptions.DEFAULT))
                .withMethod(method)
                .withTarget(Target.of(file).withCodec(VideoCodec.FFV1).unmeasured());
        new StyleTransferJob(request).run(JobListener.SILENT);
        return Files.readAllBytes(file);
    }

    private static MethodRequest method() {
        return MethodRequest.DEFAULT.withSteps(java.util.OptionalInt.of(2), java.util.OptionalInt.of(64));
    }

    private static ObjectNode request(String name) {
        ObjectNode request = TestServer.request(FRAMES);
        request.putObject("target").put("codec", "ffv1").put("file", name).put("report", false);
        return request;
    }

    private byte[] result(String name) throws Exception {
        return Files.readAllBytes(folder.resolve("out").resolve(name));
    }

    /** Pausing, a new start of the server, previews and adjusting in between: the bits are those of an undisturbed run. */
    @Test
    void whateverHappensOnTheWayTheResultHasTheSameBits() throws Exception {
        byte[] whole = whole(method());
        String id;
        try (TestServer own = new TestServer(folder).login()) {
            id = own.queued(request("a.mkv")).get("id").asText();
            own.until(
                    "/jobs/" + id,
                    job -> job.at("/progress/unit").asText().equals("frame")
                            && job.at("/progress/done").asInt() > 0);
            own.ask(202, "POST", "/jobs/" + id + "/actions", "{\"do\": \"pause\"}");
            JsonNode paused = own.untilState(id, "paused");
            assertTrue(paused.get("frames").asInt() > 0 && paused.get("frames").asInt() < FRAMES, paused.toString());
            assertTrue(paused.get("keptBytes").asLong() > 1000, paused.toString());
        }
        try (TestServer own = new TestServer(folder).login()) {
            assertEquals("paused", own.job(id).get("state").asText(), "also after a start");
            own.ask(202, "POST", "/jobs/" + id + "/actions", "{\"do\": \"resume\"}");
            own.until("/jobs/" + id, job -> job.at("/progress/unit").asText().equals("frame"));
            String preview =
                    own.ask(202, "POST", "/previews", preview(1.2)).get("id").asText();
            own.until(
                    "/previews/" + preview, shown -> shown.get("state").asText().equals("done"));
            JsonNode done = own.untilState(id, "done");
            assertEquals(FRAMES + " frames", done.at("/outcome/detail").asText());
            assertArrayEquals(whole, result("a.mkv"));
            assertArrayEquals(whole, own.bytes("/jobs/" + id + "/result").body());
            assertTrue(
                    own.said.contains("bunny.mp4: done, " + folder.toRealPath().resolve("out/a.mkv")),
                    own.said.toString());

            own.ask(202, "PUT", "/jobs/" + id + "/look", "{\"palette\": 0, \"strength\": 0.5}");
            own.until(
                    "/jobs/" + id,
                    job -> job.get("state").asText().equals("done")
                            && job.at("/request/method/strength").asDouble() == 0.5);
            AppearanceRequest look = AppearanceRequest.DEFAULT;
            assertArrayEquals(
                    whole(method().withAfterModel(
                                    new AppearanceRequest(
                                            0, look.paletteScope(), look.strokes(), look.strokeSize(), look.detail()),
                                    0.5,
                                    0)),
                    result("a.mkv"));
            own.ask(202, "POST", "/jobs/" + id + "/actions", "{\"do\": \"free\"}");
            assertFalse(Files.exists(folder.resolve("out/a.mkv.zvideo")));
            assertEquals(
                    410,
                    own.send("PUT", "/jobs/" + id + "/look", "{\"palette\": 1}").statusCode());
            own.ask(204, "DELETE", "/jobs/" + id, "");
            assertTrue(Files.exists(folder.resolve("out/a.mkv")), "the result stays");
            own.ask(404, "GET", "/jobs/" + id, "");
        }
    }

    private static String preview(double lambda) {
        ObjectNode request = TestServer.request(1);
        ((ObjectNode) request.at("/styles/0")).put("lambda", lambda);
        return TestServer.JSON
                .createObjectNode()
                .put("at", 0)
                .set("request", request)
                .toString();
    }

    /** Oracle: the first frame of a run in which frames are not tied, which may differ in last bits by its threads. */
    @Test
    void aPreviewIsTheFrameOfTheRunAndALookNeedsNoModel() throws Exception {
        try (TestServer own = new TestServer(folder).login()) {
            ObjectNode alone = TestServer.request(1);
            alone.withObjectProperty("method").put("temporal", "none");
            alone.putObject("target").put("codec", "ffv1").put("report", false);
            String preview = own.ask(202, "POST", "/previews", TestServer.body(alone))
                    .get("id")
                    .asText();
            own.until(
                    "/previews/" + preview, shown -> shown.get("state").asText().equals("done"));
            String id = own.queued(alone).get("id").asText();
            JsonNode done = own.untilState(id, "done");
            int[] shown = pixels(own.bytes("/previews/" + preview + "/picture").body());
            assertEquals(
                    "bunny.zvideo.mp4",
                    Path.of(done.get("output").asText()).getFileName().toString());
            byte[] run = own.bytes("/frames?file=results/bunny.zvideo.mp4&at=0&width=1000")
                    .body();
            int[] made = pixels(run);
            double off = 0;
            for (int n = 0; n < made.length; n++) {
                off += Math.abs((made[n] & 0xff) - (shown[n] & 0xff));
            }
            assertTrue(off / made.length < 4, "JPEG alone makes 1 or 2 levels: " + off / made.length);

            own.ask(202, "POST", "/previews", TestServer.body(alone));
            long before = System.nanoTime();
            ((ObjectNode) alone.get("method")).putObject("appearance").put("palette", 0.1);
            String other = own.ask(202, "POST", "/previews", TestServer.body(alone))
                    .get("id")
                    .asText();
            own.until("/previews/" + other, one -> one.get("state").asText().equals("done"));
            assertFalse(Arrays.equals(
                    shown, pixels(own.bytes("/previews/" + other + "/picture").body())));
            assertTrue(System.nanoTime() - before < 5e9);
            int[] light = pixels(own.bytes("/previews/" + other + "/picture").body());
            ((ObjectNode) alone.at("/styles/0")).put("lambda", 3);
            String heavy = own.ask(202, "POST", "/previews", TestServer.body(alone))
                    .get("id")
                    .asText();
            own.until("/previews/" + heavy, one -> one.get("state").asText().equals("done"));
            assertFalse(Arrays.equals(
                    light, pixels(own.bytes("/previews/" + heavy + "/picture").body())));
        }
    }

    private static int[] pixels(byte[] picture) throws Exception {
        var image = ImageIO.read(new ByteArrayInputStream(picture));
        return image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
    }

    @Test
    void aFailedJobSaysWhyAndTheNextOneRuns() throws Exception {
        Path roots = Files.createDirectory(folder.resolve("in"));
        Files.copy(TestServer.CLIP, roots.resolve("bunny.mp4"));
        Files.copy(TestServer.STYLE, roots.resolve("art.jpg"));
        try (TestServer own = new TestServer(
                        folder, java.util.Optional.empty(), List.of(roots, TestServer.STYLE.getParent()))
                .login()) {
            own.ask(200, "PATCH", "/queue", "{\"paused\": true}");
            ObjectNode first = TestServer.request(2);
            ((ObjectNode) first.at("/styles/0")).put("file", "roots/0/art.jpg");
            String bad = own.queued(first).get("id").asText();
            String good = own.queued(TestServer.request(2)).get("id").asText();
            Files.writeString(roots.resolve("art.jpg"), "no picture any more");
            JsonNode queue = own.ask(200, "GET", "/queue", "");
            String stale = "\"" + (queue.get("version").asInt() - 1) + "\"";
            var moved = own.http.send(
                    own.request("/queue")
                            .header("If-Match", stale)
                            .method(
                                    "PATCH",
                                    java.net.http.HttpRequest.BodyPublishers.ofString(
                                            "{\"order\": [\"" + good + "\"]}"))
                            .build(),
                    java.net.http.HttpResponse.BodyHandlers.ofString());
            assertEquals(412, moved.statusCode());
            own.ask(200, "PATCH", "/queue", "{\"order\": [\"" + good + "\", \"" + bad + "\"]}");
            own.ask(200, "PATCH", "/queue", "{\"order\": [\"" + bad + "\", \"" + good + "\"], \"paused\": false}");
            JsonNode failed = own.untilState(bad, "failed");
            assertEquals("BAD_INPUT", failed.at("/outcome/kind").asText());
            assertEquals(
                    "style " + roots.toRealPath().resolve("art.jpg")
                            + ": not a supported picture; give PNG, JPEG, BMP, TIFF or WebP",
                    failed.at("/outcome/detail").asText());
            own.untilState(good, "done");
            JsonNode no = own.ask(409, "POST", "/jobs/" + good + "/actions", "{\"do\": \"pause\"}");
            assertEquals("[\"free\",\"adjust\",\"remove\"]", no.get("allowed").toString());
            own.ask(409, "PUT", "/jobs/" + bad + "/look", "{\"color\": 0}");
        }
    }

    @Test
    void requestsThatAreNotAPagesToAskAreRefused() throws Exception {
        try (TestServer own = new TestServer(folder).login()) {
            own.ask(200, "PATCH", "/queue", "{\"paused\": true}");
            ObjectNode request = TestServer.request(2);
            request.putObject("machine").put("model", "/etc");
            own.ask(403, "POST", "/jobs", TestServer.body(request));
            request.remove("machine");
            for (String key : List.of("dump", "filters", "settingsFiles", "cutsFile")) {
                request.putObject(key);
                own.ask(403, "POST", "/jobs", TestServer.body(request));
                request.remove(key);
            }
            for (String key : List.of("overwrite", "restart", "keepWork", "startNumber")) {
                request.putObject("target").put(key, "replace");
                own.ask(403, "POST", "/jobs", TestServer.body(request));
            }
            for (String name : List.of(
                    "../a.mp4", "/tmp/a.mp4", "results/../a.mp4", ".a.mp4", "a/b.mp4", "con.mp4", "a%2fb.mp4")) {
                request.putObject("target").put("file", name);
                own.ask(400, "POST", "/jobs", TestServer.body(request));
            }
            request.remove("target");
            request.withObjectProperty("method").put("strenght", 1);
            assertTrue(own.ask(400, "POST", "/jobs", TestServer.body(request))
                    .get("detail")
                    .asText()
                    .endsWith("did you mean strength?"));
            request.withObjectProperty("method").remove("strenght");
            request.withObjectProperty("method").put("strength", 2);
            own.ask(422, "POST", "/jobs", TestServer.body(request));
            request.withObjectProperty("method").put("strength", 1);
            own.ask(400, "POST", "/jobs", "{\"request\": {}, \"more\": 1}");
            own.ask(400, "POST", "/jobs", "[1]");
            own.ask(400, "POST", "/jobs", "{");
            own.ask(201, "POST", "/jobs", TestServer.body(request));
            JsonNode second = own.ask(201, "POST", "/jobs", TestServer.body(request));
            assertEquals("results/bunny.zvideo-2.mp4", second.get("output").asText());
            request.putObject("target").put("file", "bunny.zvideo.mp4");
            assertEquals(
                    "bunny.zvideo-3.mp4",
                    own.ask(409, "POST", "/jobs", TestServer.body(request))
                            .get("free")
                            .asText());
            assertEquals(413, own.send("POST", "/jobs", " ".repeat(1_000_001)).statusCode());
            assertNotEquals(
                    0, own.ask(200, "GET", "/options", "").get("controls").size());
        }
    }
}
