package org.zvideo.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.zvideo.video.Clip;
import org.zvideo.video.ReadOptions;
import org.zvideo.video.VideoCodec;
import org.zvideo.video.job.JobListener;
import org.zvideo.video.job.LoadedModel;
import org.zvideo.video.job.StyleTransferJob;
import org.zvideo.video.request.AppearanceRequest;
import org.zvideo.video.request.MethodRequest;
import org.zvideo.video.request.Source;
import org.zvideo.video.request.StyleInput;
import org.zvideo.video.request.StyleTransferRequest;
import org.zvideo.video.request.Target;

/**
 * A server that is killed while jobs run and a program gives them other orders. Oracle: the library's results of the same
 * requests with the same kernels, byte by byte, and what the server answered last.
 */
@Tag("kills")
class ServeKillsTest {
    /** More in the nightly profile. */
    private static final int KILLS = Integer.getInteger("zvideo.kills", 3) > 3 ? Integer.getInteger("zvideo.kills") : 2;

    private static final long SEED = Long.getLong("zvideo.seed", System.nanoTime());
    private static final List<Double> LAMBDAS = List.of(0.5, 1.2, 2.0);
    private static final int FRAMES = KILLS;
    private static final MethodRequest METHOD = MethodRequest.DEFAULT
            .withSteps(OptionalInt.of(2), OptionalInt.of(64))
            .withAfterModel(new AppearanceRequest(0, AppearanceRequest.DEFAULT.paletteScope(), 0, 1, 0), 1, 0);
    private static final long MILLIS = 2500;
    private static final int TRIES = 2400;
    /** One kill in three comes before the server listens. */
    private static final int WHILE_IT_STARTS = 3;

    @TempDir
    Path folder;

    private final Random random = new Random(SEED);

    /** An order, and whether jobs wait. */
    private record Queue(List<String> order, boolean paused) {
        static Queue of(JsonNode told) {
            List<String> ids = new ArrayList<>();
            told.get("order").forEach(id -> ids.add(id.asText()));
            return new Queue(ids, told.get("paused").asBoolean());
        }

        /** What is to be changed of another. */
        String after(Queue before) {
            Map<String, Object> changes = new TreeMap<>(Map.of("order", order));
            if (paused != before.paused) {
                changes.put("paused", paused);
            }
            return ServeProcess.JSON.valueToTree(changes).toString();
        }

        /** With what was at work first. */
        Queue goingOn(Set<String> first) {
            List<String> ids = new ArrayList<>(order);
            ids.removeAll(first);
            ids.addAll(0, order.stream().filter(first::contains).toList());
            return new Queue(ids, paused);
        }
    }

    /** The queue as it was answered last, and as it was asked for after that. */
    private record Known(Queue answered, Optional<Queue> asked) {}

    @Test
    void killedAtAnyMomentItKeepsItsQueueAndComesToTheSameResults() throws Exception {
        Known known;
        List<String> ids = new ArrayList<>();
        ServeProcess serve = new ServeProcess(folder).login();
        try {
            serve.ask(200, "PATCH", "/queue", "{\"paused\": true}");
            for (int n = 0; n < LAMBDAS.size(); n++) {
                ids.add(serve.ask(201, "POST", "/jobs", request(n)).get("id").asText());
            }
            known = new Known(new Queue(ids, true), Optional.empty());
            for (int kill = 0; kill < KILLS; kill++) {
                known = disturbed(serve, known.answered());
                Set<String> atWork = atWork();
                if (kill % WHILE_IT_STARTS == WHILE_IT_STARTS - 1) {
                    serve = new ServeProcess(folder);
                    killedSoon(serve);
                    serve.process().waitFor();
                    atWork.addAll(atWork());
                }
                serve = new ServeProcess(folder).login();
                Queue now = Queue.of(serve.ask(200, "GET", "/queue", ""));
                List<Queue> good = Stream.concat(Stream.of(known.answered()), known.asked().stream())
                        .map(queue -> queue.goingOn(atWork))
                        .toList();
                assertTrue(good.contains(now), "seed " + SEED + ", kill " + kill + ": " + now + " is none of " + good);
                known = new Known(now, Optional.empty());
            }
            serve.ask(200, "PATCH", "/queue", "{\"paused\": false}");
            for (String id : ids) {
                ended(serve, id);
            }
            compared();
            for (String id : ids) {
                serve.ask(204, "DELETE", "/jobs/" + id, "");
            }
            assertEquals(0, files(folder.resolve("state/jobs")).size(), "nothing stays of what was removed");
        } finally {
            serve.close();
        }
    }

    private static String request(int n) {
        return """
                {"request": {"version": 1, "source": {"file": "roots/0/bunny.mp4", "frames": %d},
                  "styles": [{"file": "roots/1/starry-night.jpg", "lambda": %s}],
                  "method": {"steps": 2, "size": 64, "appearance": {"palette": 0, "strokes": 0, "detail": 0}},
                  "target": {"file": "%d.mkv", "codec": "ffv1", "report": false}}}
                """.formatted(FRAMES, LAMBDAS.get(n), n);
    }

    private void killedSoon(ServeProcess serve) {
        CompletableFuture.delayedExecutor(random.nextLong(MILLIS), TimeUnit.MILLISECONDS)
                .execute(serve.process()::destroyForcibly);
    }

    /** Gives the jobs other orders and now and then a rest, until the server is killed. */
    private Known disturbed(ServeProcess serve, Queue first) throws InterruptedException {
        Queue answered = first;
        killedSoon(serve);
        while (true) {
            List<String> order = new ArrayList<>(answered.order());
            Collections.shuffle(order, random);
            Queue asked = new Queue(order, random.nextInt(5) == 0);
            try {
                answered = Queue.of(serve.ask(200, "PATCH", "/queue", asked.after(answered)));
                assertEquals(asked, answered);
                Thread.sleep(random.nextInt(60));
            } catch (IOException e) {
                serve.process().waitFor();
                return new Known(answered, Optional.of(asked));
            }
        }
    }

    /** The jobs that were at work by the files of the server, all of which can be read. */
    private Set<String> atWork() throws IOException {
        Set<String> ids = new TreeSet<>();
        for (Path file : files(folder.resolve("state"))) {
            String name = file.getFileName().toString();
            if (name.endsWith(".json")) {
                JsonNode told = ServeProcess.JSON.readTree(file.toFile());
                assertTrue(told.isObject(), "seed " + SEED + ": " + file);
                if (told.path("state").asText().equals("RUNNING")
                        && told.get("attempts").asInt() < 2) {
                    ids.add(file.getParent().getFileName().toString());
                }
            }
        }
        return ids;
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> below = Files.walk(folder)) {
            return below.filter(Files::isRegularFile).toList();
        }
    }

    /** Waits for a job; one that was at work in two kills without a frame in between was set aside. */
    private static void ended(ServeProcess serve, String id) throws Exception {
        for (int n = 0; n < TRIES; n++) {
            JsonNode job = serve.ask(200, "GET", "/jobs/" + id, "");
            if (job.get("state").asText().equals("done")) {
                return;
            }
            if (job.get("state").asText().equals("failed")) {
                assertEquals("ENDED_TWICE", job.at("/outcome/kind").asText(), job.toString());
                serve.ask(202, "POST", "/jobs/" + id + "/actions", "{\"do\": \"retry\"}");
            }
            Thread.sleep(50);
        }
        throw new AssertionError("job " + id + " does not end: " + serve.ask(200, "GET", "/jobs/" + id, ""));
    }

    private void compared() throws IOException {
        try (LoadedModel model = new LoadedModel()) {
            for (int n = 0; n < LAMBDAS.size(); n++) {
                Path file = folder.resolve("whole-" + n + ".mkv");
                Path clip = Path.of(Run.BUNNY);
                new StyleTransferJob(StyleTransferRequest.of(Path.of(Run.TINY), clip, Path.of(Run.STYLE), file)
                                .withStyles(List.of(new StyleInput(Path.of(Run.STYLE), LAMBDAS.get(n))))
                                .withSource(new Source(clip, Clip.of(0, (long) FRAMES), ReadOptions.DEFAULT))
                                .withMethod(METHOD)
                                .withTarget(Target.of(file)
                                        .withCodec(VideoCodec.FFV1)
                                        .unmeasured()))
                        .run(model, JobListener.SILENT);
                assertArrayEquals(
                        Files.readAllBytes(file),
                        Files.readAllBytes(folder.resolve("out/" + n + ".mkv")),
                        "seed " + SEED + ", λ " + LAMBDAS.get(n));
            }
        }
    }
}
