package org.zvideo.video.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.zvideo.cli.command.CommandLines;
import org.zvideo.video.request.Target;

/**
 * The measure of the style in reports of jobs whose style moves. Oracle: reports of jobs with one style each, and with two that are
 * mixed, whose pictures are the same. Eleven frames, 0.04 s apart, of which the first and the last are measured.
 */
class MovingStyleReportTest {
    private static final String NIGHT = CommandLines.STYLE.toString();
    private static final String SCREAM =
            CommandLines.TESTDATA.resolve("styles/the-scream.jpg").toString();
    private static final int FRAMES = 11;
    private static final LoadedModel MODEL = new LoadedModel(3);

    @TempDir
    static Path film;

    @TempDir
    Path folder;

    @BeforeAll
    static void makeTheFilm() throws IOException {
        MovingScene.write(film, FRAMES);
    }

    @AfterAll
    static void close() {
        MODEL.close();
    }

    /** What was measured on the frames that count. */
    private List<Double> measured(String output, String styles) throws IOException {
        String input = film.resolve("%d.png").toString();
        List<String> words = new ArrayList<>(List.of(input, "--size", "64", "--steps", "2", "--threads", "2"));
        words.addAll(List.of("--temporal", "none", "--palette", "0", "--strokes", "0", "--detail", "0"));
        words.addAll(
                List.of(styles.replace("NIGHT", NIGHT).replace("SCREAM", SCREAM).split(" ")));
        Path target = folder.resolve(output).resolve("%d.png");
        Files.createDirectories(target.getParent());
        new StyleTransferJob(CommandLines.request(Path.of(input), words).withTarget(Target.of(target)))
                .run(MODEL, JobListener.SILENT);
        List<Double> values = new ArrayList<>();
        for (String line : Files.readAllLines(folder.resolve(output + ".stats.jsonl"))) {
            JsonNode style = new ObjectMapper().readTree(line).path("style");
            if (style.isNumber()) {
                values.add(style.asDouble());
            }
        }
        return values;
    }

    @Test
    void eachFrameIsComparedWithThePaintingsOfItsTime() throws IOException {
        List<Double> night = measured("night", "--style NIGHT");
        List<Double> scream = measured("scream", "--style SCREAM");
        List<Double> both = measured("both", "--style NIGHT --style SCREAM");
        assertEquals(2, night.size());
        assertNotEquals(night.get(1), scream.get(1), 1e-3);
        assertEquals(
                List.of(night.get(0), scream.get(1)),
                measured("change", "--style NIGHT --style-at 0.2=SCREAM --style-fade 0"),
                "changed");
        List<Double> half = measured("half", "--style NIGHT --style-at 0.44=SCREAM --style-fade 0.08");
        assertEquals(night.get(0), half.get(0));
        assertEquals(both.get(1), half.get(1), 1e-6, "halfway, as far as times can be computed");
    }
}
