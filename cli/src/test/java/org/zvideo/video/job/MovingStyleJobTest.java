package org.zvideo.video.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.zvideo.cli.command.CommandLines;
import org.zvideo.core.error.ErrorKind;
import org.zvideo.core.error.ZvideoException;
import org.zvideo.core.image.RgbImage;
import org.zvideo.video.picture.StillImage;
import org.zvideo.video.request.StyleTransferRequest;
import org.zvideo.video.request.Target;

/**
 * Whole jobs whose style moves from one painting to another. Oracles: the pictures of jobs with one style, and with two that are
 * mixed; the same job without a stop. Five frames, 0.04 s apart, of a scene that moves.
 */
class MovingStyleJobTest {
    private static final String NIGHT = CommandLines.STYLE.toString();
    private static final String SCREAM =
            CommandLines.TESTDATA.resolve("styles/the-scream.jpg").toString();
    private static final int FRAMES = 5;
    /** The model alone: nothing that looks at more than one frame. */
    private static final String ALONE = "--temporal none --palette 0 --strokes 0 --detail 0";

    /** Marks jobs of the film in which nothing moves. */
    private static final String STILL = " still";

    private static final LoadedModel MODEL = new LoadedModel(3);

    @TempDir
    static Path film;

    @TempDir
    Path folder;

    private final List<String> notes = new ArrayList<>();

    @BeforeAll
    static void makeTheFilm() throws IOException {
        MovingScene.write(film, FRAMES);
        for (int n = 0; n < FRAMES; n++) {
            Files.copy(film.resolve("0.png"), film.resolve("still" + n + ".png"));
        }
    }

    @AfterAll
    static void close() {
        MODEL.close();
    }

    private StyleTransferRequest request(String output, String options) {
        String input =
                film.resolve(options.contains(STILL) ? "still%d.png" : "%d.png").toString();
        List<String> words = new ArrayList<>(List.of(input, "--size", "64", "--steps", "3", "--threads", "2"));
        words.addAll(List.of(options.replace(STILL, "")
                .replace("NIGHT", NIGHT)
                .replace("SCREAM", SCREAM)
                .strip()
                .split(" ")));
        Path target = folder.resolve(output).resolve("%d.png");
        target.getParent().toFile().mkdirs();
        StyleTransferRequest request = CommandLines.request(Path.of(input), words);
        return request.withTarget(Target.of(target));
    }

    private List<RgbImage> results(String output, String options, JobListener listener) {
        new StyleTransferJob(request(output, options)).run(MODEL, listener);
        List<RgbImage> results = new ArrayList<>();
        for (int n = 0; n < FRAMES; n++) {
            results.add(StillImage.read("result", folder.resolve(output).resolve(n + ".png")));
        }
        return results;
    }

    private List<RgbImage> results(String output, String options) {
        return results(output, options, JobListener.SILENT);
    }

    @Test
    void aFadeLeadsFromOneStyleToTheNext() {
        List<RgbImage> night = results("night", "--style NIGHT " + ALONE);
        List<RgbImage> scream = results("scream", "--style SCREAM " + ALONE);
        List<RgbImage> both = results("both", "--style NIGHT --style SCREAM " + ALONE);
        List<RgbImage> fade = results("fade", "--style NIGHT --style-at 0.08=SCREAM " + ALONE);
        assertEquals(night.get(0), fade.get(0));
        assertEquals(both.get(1), fade.get(1), "halfway");
        assertEquals(scream.subList(2, FRAMES), fade.subList(2, FRAMES));
        List<RgbImage> late = results("late", "--style NIGHT --style-at 0.16=SCREAM --style-fade 0.04 " + ALONE);
        assertEquals(night.subList(0, 4), late.subList(0, 4));
        assertEquals(scream.get(4), late.get(4));
    }

    /** Oracle: each style alone, in a film that has a cut where the style changes. All stages take part. */
    @ParameterizedTest
    @ValueSource(strings = {"--temporal flow", "--temporal attention", "--temporal full --every 2"})
    void aChangeWithoutAFadeIsACut(String how) throws IOException {
        Path cuts = Files.writeString(folder.resolve("cuts.txt"), "2\n");
        List<RgbImage> night = results("night", "--style NIGHT --cuts " + cuts + " " + how);
        List<RgbImage> scream = results("scream", "--style SCREAM --cuts " + cuts + " " + how);
        for (String change : List.of(
                "--cuts " + cuts + " --style-at cut:1=SCREAM", "--cuts none --style-at 0.08=SCREAM --style-fade 0")) {
            List<RgbImage> both = results("both" + change.length(), "--style NIGHT " + change + " " + how);
            assertEquals(night.subList(0, 2), both.subList(0, 2), change);
            assertEquals(scream.subList(2, FRAMES), both.subList(2, FRAMES), change);
        }
    }

    /**
     * Oracle: each style alone, on a scene that stands still. Neither what is carried from frame to frame nor what frames attend to
     * holds the old style: two frames after a fade of two, a tenth of the way is left at most.
     */
    @ParameterizedTest
    @ValueSource(strings = {"--temporal flow", "--temporal attention", "--flow-parts attention,carry,light"})
    void nothingHoldsTheOldStyleBack(String how) {
        String tied = " --palette 0 --strokes 0 --detail 0 " + how + STILL;
        List<RgbImage> night = results("night", "--style NIGHT" + tied);
        List<RgbImage> scream = results("scream", "--style SCREAM" + tied);
        List<RgbImage> fade = results("fade", "--style NIGHT --style-at 0.08=SCREAM" + tied);
        double way = distance(night.get(4), scream.get(4));
        double left = distance(fade.get(4), scream.get(4));
        assertTrue(left < 0.1 * way, left + " of " + way);
    }

    private static double distance(RgbImage one, RgbImage other) {
        double sum = 0;
        for (int n = 0; n < one.pixels().length; n++) {
            sum += Math.abs((one.pixels()[n] & 0xff) - (other.pixels()[n] & 0xff));
        }
        return sum / one.pixels().length;
    }

    /** Oracle: the same job, which nobody stops. */
    @ParameterizedTest
    @ValueSource(strings = {"--temporal flow", "--temporal attention", "--temporal full --every 2"})
    void aStoppedJobGoesOnToTheSamePictures(String how) throws IOException {
        String options = "--style NIGHT --style-at 0.12=SCREAM " + how;
        List<RgbImage> whole = results("whole", options);
        JobListener stopping = new JobListener() {
            @Override
            public void checkpoint() {
                if (Files.exists(folder.resolve("out.zvideo/frame-000001.png"))) {
                    throw new CancellationException();
                }
            }
        };
        assertThrows(CancellationException.class, () -> results("out", options, stopping));
        StyleTransferRequest other = request("out", options.replace("0.12", "0.16"));
        ZvideoException refused =
                assertThrows(ZvideoException.class, () -> new StyleTransferJob(other).run(MODEL, JobListener.SILENT));
        assertTrue(refused.getMessage().contains("styleKeys"), refused.getMessage());
        JobListener noting = new JobListener() {
            @Override
            public void note(String message) {
                notes.add(message);
            }
        };
        assertEquals(whole, results("out", options, noting));
        assertTrue(notes.toString().contains("frames that are done"), notes.toString());
        JsonNode report =
                new ObjectMapper().readTree(folder.resolve("out.report.json").toFile());
        assertEquals(
                "[{\"at\":0.0,\"styles\":[0]},{\"at\":0.12,\"styles\":[1]}]",
                report.at("/settings/styleKeys").toString());
    }

    /** Oracle: previews of each style, and of both. */
    @Test
    void aPreviewShowsTheStyleOfItsTime() {
        String fade = "--style NIGHT --style-at 0.16=SCREAM";
        assertEquals(preview("--style NIGHT", 0), preview(fade, 0));
        assertEquals(preview("--style NIGHT --style SCREAM", 0.08), preview(fade, 0.08));
        assertEquals(preview("--style SCREAM", 0.16), preview(fade, 0.16));
        ZvideoException cut =
                assertThrows(ZvideoException.class, () -> preview("--style NIGHT --style-at cut:1=SCREAM", 0));
        assertEquals(ErrorKind.USAGE, cut.kind());
    }

    private RgbImage preview(String options, double at) {
        StyleTransferRequest request = request("preview", options);
        return FramePreview.of(MODEL, request, at, JobListener.SILENT).finished(request.method());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--style-at 5=SCREAM | style at 5.0 s: the video ends at 0.2 s; give earlier times",
                "--style-at cut:2=SCREAM --cuts CUTS | style at cut:2: what is stylized has 1 cut; name another",
                "--style-at cut:1=SCREAM --cuts none | style at cut:1: what is stylized has no cuts; name another",
                "--style-at cut:1=SCREAM --style-at 0.04=NIGHT --cuts CUTS | style at 0.04 s after style at cut:1, which is at 0.08",
                "--style-at 0.04=SCREAM --mask NIGHT | styles at times and masks",
                "--style-at 0.04=SCREAM --motion m.safetensors --temporal none | styles at times and a motion module",
                "--style-at 0.04=SCREAM --palette-scope film | styles at times and one palette for the film",
                "--style-at 0.04=SCREAM --style-at 0.04=NIGHT | style at 0.04 s: two styles at the same time",
                "--style-at 0.08=SCREAM --style-at 0.04=NIGHT | style at 0.04 s after style at 0.08 s: give them in the order",
                "--style-at 0=SCREAM | style at 0.0 s: the video begins with a style already",
                "--style-at cut:1=SCREAM --style-fade 1 | --style-fade: without effect"
            })
    void whatCannotBeIsRefusedInOneLine(String options, String said) throws IOException {
        Path cuts = Files.writeString(folder.resolve("cuts.txt"), "2\n");
        ZvideoException error = assertThrows(
                ZvideoException.class,
                () -> results("out", "--style NIGHT " + options.replace("CUTS", cuts.toString())));
        assertEquals(ErrorKind.USAGE, error.kind());
        assertTrue(error.getMessage().startsWith(said), error.getMessage());
        assertFalse(error.getMessage().contains("\n"));
    }

    @Test
    void aPartMayEndBeforeAStyleIsReached() {
        JobListener noting = new JobListener() {
            @Override
            public void note(String message) {
                notes.add(message);
            }
        };
        new StyleTransferJob(request("part", "--style NIGHT --style-at 5=SCREAM --frames 2 " + ALONE))
                .run(MODEL, noting);
        assertTrue(
                notes.contains("style at 5.0 s: the part that is stylized ends at 0.08 s, before it is reached"),
                notes.toString());
        ZvideoException missing =
                assertThrows(ZvideoException.class, () -> results("out", "--style NIGHT --style-at 0.04=none.jpg"));
        assertEquals(ErrorKind.MISSING_INPUT, missing.kind());
        assertTrue(missing.getMessage().contains("none.jpg"), missing.getMessage());
    }
}
