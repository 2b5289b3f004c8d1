package org.zvideo.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.zvideo.core.image.RgbImage;
import org.zvideo.video.Clip;
import org.zvideo.video.ReadOptions;
import org.zvideo.video.VideoReader;
import org.zvideo.video.picture.StillImage;

/** Oracle: the promises of the README, seen from outside: files, exit status, standard output and error. */
class ZvideoTest {
    private static final String[] QUICK = {"--model", Run.TINY, "--size", "64", "--steps", "2"};

    @RegisterExtension
    static final WarmProgram PROGRAM = new WarmProgram();

    private final Path folder = PROGRAM.folder();

    @Test
    void aVideoGivesAVideoStatisticsAndAReport() throws Exception {
        Run run = zvideo(Run.BUNNY, "--style", Run.STYLE, "-o", "out.mp4", "--frames", "4");
        assertEquals(0, run.status(), run.messages());
        assertEquals("out.mp4", run.results().lines().findFirst().orElseThrow());
        assertTrue(run.results().contains("4 frames") && run.results().contains("Diff 0."), run.results());
        try (VideoReader reader = VideoReader.open(folder.resolve("out.mp4"), Clip.WHOLE, ReadOptions.DEFAULT)) {
            assertEquals(480, reader.info().width());
            assertEquals(270, reader.info().height());
            assertEquals(4, reader.info().frames());
        }
        List<String> lines = Files.readAllLines(folder.resolve("out.stats.jsonl"));
        assertEquals(4, lines.size());
        assertEquals(3, new ObjectMapper().readTree(lines.get(3)).get("frame").asInt());
        JsonNode report =
                new ObjectMapper().readTree(folder.resolve("out.report.json").toFile());
        assertEquals("complete", report.get("status").asText());
        double mean =
                lines.stream().skip(1).mapToDouble(ZvideoTest::diff).average().orElseThrow();
        assertEquals(mean, report.at("/consistency/result/mean").asDouble(), 1e-9);
        assertEquals(List.of("out.mp4", "out.report.html", "out.report.json", "out.stats.jsonl"), names());
    }

    private static double diff(String line) {
        try {
            return new ObjectMapper().readTree(line).get("diff").asDouble();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aPictureGivesAPictureOfItsSize() throws Exception {
        Path photo = Files.copy(Run.TESTDATA.resolve("photos/coffee.jpg"), folder.resolve("coffee.jpg"));
        Run run = zvideo("coffee.jpg", "--style", Run.STYLE + ":1.5", "--style", Run.STYLE);
        assertEquals(0, run.status(), run.messages());
        assertEquals("coffee.zvideo.jpg", run.results().strip());
        RgbImage before = StillImage.read("picture", photo);
        RgbImage after = StillImage.read("picture", folder.resolve("coffee.zvideo.jpg"));
        assertEquals(before.width(), after.width());
        assertEquals(before.height(), after.height());
    }

    @Test
    void aDumpHoldsWhatIsPromised() throws Exception {
        Run run = zvideo(
                Run.BUNNY,
                "--style",
                Run.STYLE,
                "-o",
                "out.mp4",
                "--frames",
                "3",
                "--temporal",
                "full",
                "--dump",
                "dump",
                "--dump-frames",
                "0,2");
        assertEquals(0, run.status(), run.messages());
        assertFalse(Files.exists(folder.resolve("dump/frame-000001")));
        Path frame = folder.resolve("dump/frame-000002");
        assertEquals(480, StillImage.read("dump", frame.resolve("input.png")).width());
        assertEquals(
                480, StillImage.read("dump", frame.resolve("x0-step-01.png")).width());
        List<String> energy = Files.readAllLines(frame.resolve("energy.csv"));
        assertEquals("step,energy", energy.get(0));
        assertEquals(3, energy.size());
        assertTrue(Double.parseDouble(energy.get(1).split(",")[1]) > 0, energy.toString());
        assertEquals(
                1 + 2 * 6, Files.readAllLines(frame.resolve("style-mass.csv")).size());
        JsonNode layout = new ObjectMapper()
                .readTree(frame.resolve("attention-step-01.json").toFile());
        assertEquals(
                "style-0 first previous", String.join(" ", layout.at("/blocks").findValuesAsText("name")));
        byte[] attention = Files.readAllBytes(frame.resolve("attention-step-01.npy"));
        ByteBuffer weights =
                ByteBuffer.wrap(attention).order(ByteOrder.LITTLE_ENDIAN).position(128);
        int queries = layout.get("rows").asInt() * layout.get("columns").asInt();
        int keys = (attention.length - 128) / 4 / queries;
        for (int query = 0; query < queries; query++) {
            double sum = 0;
            for (int key = 0; key < keys; key++) {
                sum += weights.getFloat();
            }
            assertEquals(1, sum, 1e-4, "a row of probabilities");
        }
        assertTrue(Files.exists(frame.resolve("previous.png")) && Files.exists(folder.resolve("dump/style-0.png")));
        assertTrue(run.messages().contains("dump dump: about"), run.messages());
        Run page = PROGRAM.of("debug", "dump");
        assertEquals("dump/index.html", page.results().strip(), page.messages());
        byte[] npy = Files.readAllBytes(frame.resolve("inverted-noise.npy"));
        assertEquals(128 + 4 * 4 * 8 * 16, npy.length, "a header of 128 bytes and [4, 8, 16] floats");
        fails(73, "the folder is not empty", Run.BUNNY, "--style", Run.STYLE, "-o", "two.mp4", "--dump", "dump");
    }

    /** Oracle: by Fig. 9's rule the left half, black, has the first style; a mask of two halves and one per style agree. */
    @Test
    void masksSayWhereStylesAct() throws Exception {
        RgbImage halves = new RgbImage(64, 48);
        for (int n = 0; n < halves.pixels().length; n++) {
            halves.pixels()[n] = (byte) (n / 3 % 64 < 32 ? 0 : 255);
        }
        Files.write(folder.resolve("right.png"), StillImage.encode(halves, Path.of("right.png")));
        String scream = Run.TESTDATA.resolve("styles/the-scream.jpg").toString();
        String photo = Run.TESTDATA.resolve("photos/coffee.jpg").toString();
        Run one = zvideo(photo, "--style", Run.STYLE, "--style", scream, "--mask", "right.png", "-o", "one.png");
        assertEquals(0, one.status(), one.messages());
        Run two = zvideo(
                photo,
                "--style",
                scream,
                "--style",
                Run.STYLE,
                "--mask",
                "right.png",
                "--mask-invert",
                "-o",
                "two.png");
        assertEquals(0, two.status(), two.messages());
        RgbImage a = StillImage.read("one", folder.resolve("one.png"));
        RgbImage b = StillImage.read("two", folder.resolve("two.png"));
        int largest = 0;
        for (int n = 0; n < a.pixels().length; n++) {
            largest = Math.max(largest, Math.abs((a.pixels()[n] & 0xff) - (b.pixels()[n] & 0xff)));
        }
        assertTrue(largest <= 2, "only the order of the blocks differs: " + largest);
        Run video = zvideo(
                Run.BUNNY,
                "--style",
                Run.STYLE,
                "--mask",
                Run.BUNNY,
                "--mask-feather",
                "8",
                "--frames",
                "2",
                "--strength",
                "0.5",
                "--color",
                "content",
                "-o",
                "masked.mp4");
        assertEquals(0, video.status(), video.messages());
        JsonNode settings = new ObjectMapper()
                .readTree(folder.resolve("masked.report.json").toFile())
                .get("settings");
        assertEquals(8, settings.get("maskFeather").asInt());
        assertEquals(1, settings.get("contentColors").asInt());
        fails(64, "one for two styles", photo, "--style", Run.STYLE, "--mask", "right.png", "--mask", "right.png");
        fails(66, "mask absent.png: no such file", photo, "--style", Run.STYLE, "--mask", "absent.png");
        fails(64, "expected style, content or a number from 0 to 1", photo, "--style", Run.STYLE, "--color", "2");
        fails(64, "strength 1.5: expected 0 to 1", photo, "--style", Run.STYLE, "--strength", "1.5");
    }

    @Test
    void existingFilesStayUnlessReplacingIsAskedFor() throws Exception {
        Files.writeString(folder.resolve("out.png"), "mine");
        String photo = Run.TESTDATA.resolve("photos/coffee.jpg").toString();
        fails(73, "use -y", photo, "--style", Run.STYLE, "-o", "out.png");
        assertEquals("mine", Files.readString(folder.resolve("out.png")));
        Run run = zvideo(photo, "--style", Run.STYLE, "-o", "out.png", "-y");
        assertEquals(0, run.status(), run.messages());
        assertTrue(StillImage.isPicture(folder.resolve("out.png")));
    }

    @Test
    void theInputIsNeverReplaced() throws Exception {
        Path copy = Files.copy(Path.of(Run.BUNNY), folder.resolve("in.mp4"));
        Files.createSymbolicLink(folder.resolve("link.mp4"), copy);
        Files.createLink(folder.resolve("hard.mp4"), copy);
        byte[] before = Files.readAllBytes(copy);
        fails(73, "is the input itself", "in.mp4", "--style", Run.STYLE, "-o", "hard.mp4", "-y");
        fails(73, "is the input itself", "in.mp4", "--style", Run.STYLE, "-o", "./in.mp4", "-y");
        fails(73, "is the input itself", "in.mp4", "--style", Run.STYLE, "-o", "link.mp4", "-y");
        assertTrue(Arrays.equals(before, Files.readAllBytes(copy)));
    }

    @Test
    void wrongInputIsOneLineAndTheRightStatus() throws Exception {
        Files.writeString(folder.resolve("text.mp4"), "no video");
        Files.writeString(folder.resolve("text.jpg"), "no picture");
        Files.writeString(folder.resolve("model.ckpt"), "no model");
        Files.writeString(folder.resolve("photo.avif"), "\0\0\0\30ftypavif\0\0\0\0avifmif1\0\0\0\10mdat");
        String avif = "photo.avif: AVIF is not a supported picture format; convert it to PNG, JPEG, BMP, TIFF or WebP";
        fails(65, "input " + avif, "photo.avif", "--style", Run.STYLE);
        fails(65, "input " + avif, "photo.avif", "--style", Run.STYLE, "-o", "o.png");
        fails(65, "style " + avif, Run.BUNNY, "--style", "photo.avif", "-o", "o.mp4");
        fails(66, "numbered pictures must be PNG, JPEG", "f.%04d.exr", "--style", Run.STYLE, "-o", "o.mp4");
        fails(64, "--style", Run.BUNNY);
        fails(64, "Unknown option", Run.BUNNY, "--style", Run.STYLE, "--stile", "x");
        fails(64, "expected one of none, attention, full", Run.BUNNY, "--style", Run.STYLE, "--temporal", "some");
        fails(64, "expected two numbers like 10-15", Run.BUNNY, "--style", Run.STYLE, "--layers", "ten");
        fails(64, "the model has layers 0 to 15", Run.BUNNY, "--style", Run.STYLE, "--layers", "10-16", "-o", "o.mp4");
        fails(64, "the result is a picture", Run.STYLE, "--style", Run.STYLE, "-o", "o.mp4");
        fails(64, "the result is a video", Run.BUNNY, "--style", Run.STYLE, "-o", "out.png");
        fails(64, "unknown kind of file", Run.BUNNY, "--style", Run.STYLE, "-o", "out.xyz");
        fails(64, "input http://localhost/x.mp4: local files only", "http://localhost/x.mp4", "--style", Run.STYLE);
        fails(64, "local files only", Run.BUNNY, "--style", "https://localhost/x.jpg", "-o", "o.mp4");
        fails(64, "local files only", Run.BUNNY, "--style", Run.STYLE, "-o", "rtmp://localhost/x.mp4");
        fails(64, "local files only", "concat:a.mp4|b.mp4", "--style", Run.STYLE, "-o", "o.mp4");
        fails(65, "not a recognized video", "text.mp4", "--style", Run.STYLE, "-o", "o.mp4");
        fails(65, "style text.jpg: not a supported picture", Run.BUNNY, "--style", "text.jpg", "-o", "o.mp4");
        fails(65, "pickle", Run.BUNNY, "--style", Run.STYLE, "-o", "o.mp4", "--model", "model.ckpt");
        fails(66, "input absent.mp4: no such file", "absent.mp4", "--style", Run.STYLE);
        fails(66, "style absent.jpg: no such file", Run.BUNNY, "--style", "absent.jpg", "-o", "o.mp4");
        fails(66, "model absent: no such file", Run.BUNNY, "--style", Run.STYLE, "-o", "o.mp4", "--model", "absent");
        fails(69, "CUDA is not available", Run.BUNNY, "--style", Run.STYLE, "-o", "o.mp4", "--device", "cuda");
        fails(73, "does not exist; create it first", Run.BUNNY, "--style", Run.STYLE, "-o", "no/such/out.mp4");
        assertEquals(List.of("model.ckpt", "photo.avif", "text.jpg", "text.mp4"), names());
    }

    /** Oracle: the signal's own exit statuses, and a folder as it was. */
    @Test
    void ctrlCLeavesNothingBehind() throws Exception {
        Process process = Run.start(
                folder, Run.BUNNY, "--style", Run.STYLE, "-o", "out.mp4", "--model", Run.TINY, "--size", "64",
                "--steps", "60");
        boolean began = false;
        for (int n = 0; n < 300 && !began; n++) {
            Thread.sleep(100);
            began = names().stream().anyMatch(name -> name.matches("out\\.mp4\\.[0-9a-f]+\\.part"));
        }
        assertTrue(began, "it began");
        new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();
        assertTrue(process.waitFor(10, TimeUnit.SECONDS));
        assertEquals(130, process.exitValue());
        assertEquals(List.of(), names());
    }

    private Run zvideo(String... arguments) throws Exception {
        return PROGRAM.of(Stream.concat(Stream.of(arguments), Stream.of(QUICK)).toArray(String[]::new));
    }

    private void fails(int status, String word, String... arguments) throws Exception {
        boolean ownModel = List.of(arguments).contains("--model");
        (ownModel ? PROGRAM.of(arguments) : zvideo(arguments)).assertFailed(status, word);
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
