package org.zvideo.video.job;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.zvideo.core.error.ErrorKind;
import org.zvideo.core.error.ZvideoException;
import org.zvideo.video.MediaMaker;
import org.zvideo.video.TestMedia;
import org.zvideo.video.farm.JobFolder;
import org.zvideo.video.farm.ShotList;
import org.zvideo.video.farm.ShotOutcome;
import org.zvideo.video.request.Overwrite;
import org.zvideo.video.request.RequestJson;
import org.zvideo.video.request.StyleTransferRequest;

/**
 * Shots that are stylized apart, in any order, and joined. Oracle: the file that an unbroken run of {@link StyleTransferJob}
 * writes, byte by byte, and its report without seconds.
 */
class ShotJoinTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    /** Five or six shots; of every seven frames of its clock two are missing. */
    private static final List<String> SCENES = List.of(
            "testsrc2=s=96x64:r=25:d=0.12",
            "mandelbrot=s=96x64:r=25:start_scale=0.3,trim=end_frame=2",
            "rgbtestsrc=s=96x64:r=25:d=0.08",
            "smptehdbars=s=96x64:r=25:d=0.08",
            "life=s=96x64:r=25:mold=10:random_seed=7:death_color=blue:life_color=orange,trim=end_frame=3",
            "testsrc=s=96x64:r=25:d=0.08");

    private static final LoadedModel MODEL = new LoadedModel();

    @TempDir
    static Path shared;

    @TempDir
    Path folder;

    @BeforeAll
    static void makeTheFilm() throws IOException {
        Path from = TestMedia.TESTDATA.resolve("golden/models/tiny-null");
        try (Stream<Path> below = Files.walk(from)) {
            for (Path file : below.toList()) {
                Files.copy(
                        file,
                        shared.resolve("model").resolve(from.relativize(file).toString()));
            }
        }
        StringBuilder graph = new StringBuilder();
        StringBuilder parts = new StringBuilder();
        for (int n = 0; n < SCENES.size(); n++) {
            graph.append(SCENES.get(n))
                    .append(",format=yuv420p,setsar=1[s")
                    .append(n)
                    .append("];");
            parts.append("[s").append(n).append(']');
        }
        graph.append(parts).append("concat=n=").append(SCENES.size());
        graph.append(",settb=1/1000,select='lt(mod(n,7),5)',setpts=PTS+1.4/TB");
        try (MediaMaker media = MediaMaker.of(shared.resolve("film.mkv"))) {
            media.stream(graph.toString(), "mpeg4", Map.of("g", "4", "bf", "2", "b", "3000000"), stream -> {}).stream(
                    "sine=f=440:d=0.9,aformat=fltp,asetpts=PTS+1.3/TB", "aac");
        }
    }

    @AfterAll
    static void closeTheModel() {
        MODEL.close();
    }

    /** @param parts keys of the source, of the method, of the request, of the target and of the machine, each with a comma before it */
    private StyleTransferRequest request(String output, String... parts) {
        return RequestJson.read(
                """
                {"version": 1,
                 "source": {"file": "%s"%s},
                 "styles": [{"file": "%s"}%s],
                 "method": {"steps": 2, "size": 64%s},
                 "machine": {"model": "%s", "threads": 2,
                             "kernels": {"unet": "channels-first", "vae": "channels-first", "convolution": "plain"}%s}%s,
                 "target": {"file": "%s", "codec": "ffv1"%s}}
                """.formatted(
                        shared.resolve("film.mkv"),
                        parts[0],
                        TestMedia.TESTDATA.resolve("styles/starry-night.jpg"),
                        parts[2].contains("styleKeys")
                                ? ", {\"file\": \"%s\"}".formatted(TestMedia.TESTDATA.resolve("styles/the-scream.jpg"))
                                : "",
                        parts[1],
                        shared.resolve("model"),
                        parts.length > 4 ? parts[4] : "",
                        parts[2].replace("MASK", TestMedia.BUNNY.toString()),
                        output,
                        parts.length > 3 ? parts[3] : ""),
                folder);
    }

    /** Everything that a frame leaves to later ones, every stage after the model, and whatever changes the source. */
    static Stream<List<String>> jobs() {
        return Stream.of(
                List.of("", ", \"temporal\": \"flow\"", ""),
                List.of(
                        ", \"from\": 0.04",
                        ", \"temporal\": \"full\"",
                        ", \"styleKeys\": [{\"at\": 0, \"styles\": [0]}, {\"at\": 0.1, \"styles\": [1]},"
                                + " {\"cut\": 3, \"styles\": [0]}, {\"at\": 0.46, \"fade\": 0.06, \"styles\": [1]}]"),
                List.of(
                        ", \"from\": 0.04",
                        ", \"temporal\": \"full\", \"appearance\": {\"paletteScope\": \"film\"}",
                        ", \"effort\": {\"preset\": \"quality\", \"every\": 2},"
                                + " \"masks\": {\"files\": [\"MASK\"], \"feather\": 2},"
                                + " \"filters\": {\"before\": \"crop=80:64,hue=H=t\", \"after\": \"hflip,scale=64:64\"}"),
                List.of(
                        "",
                        ", \"temporal\": \"flow\"",
                        "",
                        "",
                        ", \"motion\": {\"file\": \"%s\", \"window\": 2, \"overlap\": 1}"
                                .formatted(TestMedia.TESTDATA.resolve("golden/models/tiny-motion-v2"))));
    }

    @ParameterizedTest
    @MethodSource("jobs")
    void theJoinedFileIsThatOfARun(List<String> options) throws Exception {
        StyleTransferRequest request = request("out.mkv", options.toArray(String[]::new));
        new StyleTransferJob(request).run(MODEL, JobListener.SILENT);
        List<String> names = List.of("out.mkv", "out.stats.jsonl", "out.report.json", "out.report.html");
        Path plain = Files.createDirectory(folder.resolve("plain"));
        for (String name : names) {
            Files.move(folder.resolve(name), plain.resolve(name));
        }
        JobFolder job = JobFolder.of(folder.resolve("job.json"));
        ShotList planned = new ShotPlanning(request, job).run(4, JobListener.SILENT);
        assertTrue(planned.shots().size() >= 5, planned.shots().toString());
        assertEquals(4, planned.units().size());
        List<Integer> order = new ArrayList<>(List.of(0, 1, 2, 3));
        Collections.shuffle(order, new Random(options.hashCode()));
        ShotList read = job.read();
        assertEquals(JobFolder.id(planned), JobFolder.id(read));
        for (int unit : order) {
            ZvideoException missing = assertThrows(ZvideoException.class, () -> join(job));
            assertEquals(ErrorKind.MISSING_INPUT, missing.kind());
            new ShotRun(read, job).unit(unit, MODEL, JobListener.SILENT);
        }
        Path hidden = Files.move(shared.resolve("model"), shared.resolve("hidden"));
        try {
            join(job);
        } finally {
            Files.move(hidden, shared.resolve("model"));
        }
        assertArrayEquals(Files.readAllBytes(plain.resolve("out.mkv")), Files.readAllBytes(folder.resolve("out.mkv")));
        assertEquals(report(plain), report(folder));
        assertEquals(lines(plain), lines(folder));
        assertFalse(Files.exists(job.results()), "what the units left is gone");
    }

    private void join(JobFolder job) {
        new ShotJoin(job.read(), job, false).run(Overwrite.KEEP, JobListener.SILENT);
    }

    private static JsonNode report(Path folder) throws IOException {
        ObjectNode report =
                (ObjectNode) JSON.readTree(folder.resolve("out.report.json").toFile());
        report.remove("run");
        ((ObjectNode) report.path("consistency")).remove("secondsPerFrame");
        return report;
    }

    private static List<JsonNode> lines(Path folder) throws IOException {
        List<JsonNode> lines = new ArrayList<>();
        for (String line : Files.readAllLines(folder.resolve("out.stats.jsonl"))) {
            ObjectNode frame = (ObjectNode) JSON.readTree(line);
            frame.remove("seconds");
            lines.add(frame);
        }
        return lines;
    }

    /** Oracle of the resumed shot: the hashes of one that was not stopped. */
    @Test
    void aShotIsDoneOnceResumesAndRefusesOtherInputs() throws Exception {
        StyleTransferRequest request = request(
                "out.mkv",
                ", \"frames\": 5",
                ", \"temporal\": \"attention\", \"appearance\": {\"palette\": 0, \"strokes\": 0, \"detail\": 0}",
                ", \"cuts\": \"none\"",
                ", \"report\": false");
        JobFolder job = JobFolder.of(folder.resolve("job"));
        ShotList planned = new ShotPlanning(request, job).run(9, JobListener.SILENT);
        assertEquals(1, planned.shots().size());
        assertEquals(
                JobFolder.id(planned),
                JobFolder.id(new ShotPlanning(request, job).run(9, JobListener.SILENT)),
                "planned already");

        int[] checked = {0};
        JobListener stopping = new JobListener() {
            @Override
            public void checkpoint() {
                if (Files.exists(job.shot(0).resolveSibling("000000.zvideo/frame-000002.png")) && checked[0]++ > 2) {
                    throw new CancellationException();
                }
            }
        };
        assertThrows(CancellationException.class, () -> new ShotRun(planned, job).unit(0, MODEL, stopping));
        assertEquals(List.of(0), job.missing(planned));
        List<String> notes = new ArrayList<>();
        JobListener noting = new JobListener() {
            @Override
            public void note(String message) {
                notes.add(message);
            }
        };
        ShotOutcome.Done resumed = new ShotRun(planned, job).shot(0, MODEL, noting);
        assertTrue(notes.toString().contains("going on after"), notes.toString());
        assertTrue(resumed.resumedFrames() >= 1, "" + resumed.resumedFrames());
        assertEquals(resumed, new ShotRun(planned, job).shot(0, MODEL, noting));
        assertTrue(notes.toString().contains("is done already"), notes.toString());

        List<Path> pictures = pictures(job);
        byte[] first = Files.readAllBytes(pictures.get(0));
        Path damaged = pictures.get(4);
        byte[] bytes = Files.readAllBytes(damaged);
        byte[] whole = bytes.clone();
        bytes[bytes.length / 2] ^= 1;
        Files.write(damaged, bytes);
        ZvideoException refused = assertThrows(ZvideoException.class, () -> join(job));
        assertEquals(ErrorKind.MISSING_INPUT, refused.kind());
        assertTrue(refused.getMessage().contains("frame 4 of shot 0"), refused.getMessage());
        assertFalse(Files.exists(folder.resolve("out.mkv")));
        new ShotRun(planned, job).unit(0, MODEL, JobListener.SILENT);
        assertArrayEquals(first, Files.readAllBytes(pictures(job).get(0)), "not stopped, the same bits");
        assertArrayEquals(whole, Files.readAllBytes(pictures(job).get(4)));

        Path attempt = pictures(job).get(0).getParent();
        Path twin = Files.createDirectory(attempt.resolveSibling("000000000000"));
        Files.copy(pictures(job).get(2), twin.resolve("frame-000002.png"));
        join(job);
        assertTrue(Files.size(folder.resolve("out.mkv")) > 0, "an attempt without an outcome does not count");
    }

    private static List<Path> pictures(JobFolder job) throws IOException {
        try (Stream<Path> files = Files.walk(job.shot(0))) {
            return files.filter(file -> file.toString().endsWith(".png"))
                    .filter(file -> Files.exists(file.resolveSibling("outcome.json")))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void whatIsNotWhatWasPlannedIsRefused() throws Exception {
        StyleTransferRequest request = request("out.mkv", "", "", "");
        JobFolder job = JobFolder.of(folder.resolve("job"));
        ShotList planned = new ShotPlanning(request, job).run(9, JobListener.SILENT);
        assertKind(ErrorKind.USAGE, "expected one of 0 to ", job, planned, 9);
        ShotList elsewhere = changed(planned, node -> node.put("cpuLevel", "ATen DEFAULT"));
        assertKind(ErrorKind.UNAVAILABLE, "ATen DEFAULT", job, elsewhere, 0);
        ShotList threads = changed(planned, node -> ((ObjectNode) node.at("/identity/settings")).put("steps", 5));
        assertKind(ErrorKind.OTHER_JOB, "steps", job, threads, 0);
        ShotList others = changed(planned, node -> ((ObjectNode) node.at("/shots/3")).put("sum", 5));
        assertKind(ErrorKind.OTHER_JOB, "are not those", job, others, planned.unitOf(3));
        ShotList longer = changed(planned, node -> node.put("sourceBytes", 5));
        assertKind(ErrorKind.OTHER_JOB, "bytes", job, longer, 0);
        Path weights = shared.resolve("model/unet/config.json");
        byte[] before = Files.readAllBytes(weights);
        try {
            Files.writeString(weights, Files.readString(weights) + "\n");
            MODEL.close(); // whoever has the model in memory does not look at its files again
            assertKind(ErrorKind.OTHER_JOB, "model.unet/config.json", job, planned, 0);
        } finally {
            Files.write(weights, before);
            MODEL.close();
        }
        for (String refused : List.of(
                ", \"filters\": {\"before\": \"tmix\"}",
                ", \"filters\": {\"after\": \"rotate=0.1*n\"}",
                ", \"dump\": {\"folder\": \"d\"}")) {
            ZvideoException usage = assertThrows(
                    ZvideoException.class,
                    () -> new ShotPlanning(request("o.mkv", "", "", refused), job).run(1, JobListener.SILENT));
            assertEquals(ErrorKind.USAGE, usage.kind(), usage.getMessage());
        }
    }

    private void assertKind(ErrorKind kind, String words, JobFolder job, ShotList list, int unit) {
        ZvideoException error =
                assertThrows(ZvideoException.class, () -> new ShotRun(list, job).unit(unit, MODEL, JobListener.SILENT));
        assertEquals(kind, error.kind(), error.getMessage());
        assertTrue(error.getMessage().contains(words), error.getMessage());
    }

    private ShotList changed(ShotList list, Consumer<ObjectNode> change) throws IOException {
        ObjectNode node = (ObjectNode) JSON.readTree(JobFolder.content(list));
        change.accept(node);
        Path file = folder.resolve("changed.json");
        Files.write(file, JSON.writeValueAsBytes(node));
        return JobFolder.of(file).read();
    }
}
