package org.zvideo.video.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.zvideo.core.image.RgbImage;
import org.zvideo.video.Chromium;
import org.zvideo.video.file.InputFiles;
import org.zvideo.video.file.OutputFiles;
import org.zvideo.video.picture.StillImage;

/** The page of a report. Oracle: the numbers that went in. */
class ReportPageTest {
    private static final String HOSTILE = "a</script><img src=x onerror=alert(1)>.mp4";

    @TempDir
    Path folder;

    private Path page() throws Exception {
        Path output = folder.resolve("out.mp4");
        try (OutputFiles outputs = new OutputFiles(new InputFiles(), warning -> {});
                ReportFiles files = ReportFiles.claim(outputs, output, true, name -> false)) {
            for (int n = 0; n < 11; n++) {
                files.add(new FrameStatistics(
                        n,
                        n / 25.0,
                        n == 6 ? true : null,
                        0.01,
                        0.02 + n,
                        0.03,
                        null,
                        null,
                        0.04,
                        new Steadiness(null, null, 0.97, 0.002, null, null),
                        5.0,
                        9.0,
                        0.56,
                        null,
                        null,
                        0.5,
                        null,
                        0.7,
                        0.9,
                        2.5));
            }
            byte[] picture = StillImage.encode(new RgbImage(16, 9), Path.of("any.jpg"));
            files.write(
                    Map.of(
                            "input",
                            HOSTILE,
                            "output",
                            HOSTILE,
                            "settings",
                            Map.of("style", HOSTILE),
                            "consistency",
                            Map.of("frames", 11)),
                    List.of(new WorstPairs.Pictures(7, 0.28, 0.03, picture, picture, picture, picture)));
            files.commit();
        }
        return folder.resolve("out.report.html");
    }

    @Test
    void theDataAreInThePageAndNothingElseIsLoaded() throws Exception {
        String text = Files.readString(page());
        String data = text.substring(text.indexOf("id=\"data\">") + 10);
        JsonNode read = new ObjectMapper().readTree(data.substring(0, data.indexOf("</script>")));
        assertEquals(HOSTILE, read.at("/report/input").asText());
        assertEquals(11, read.at("/frames").size());
        assertEquals(7.02, read.at("/frames/7/diff").asDouble());
        assertFalse(text.contains("onerror=alert(1)>"), "names cannot end the script");
        assertFalse(text.matches("(?s).*(\\bsrc|href)\\s*=\\s*[\"']?(https?:)?//.*"), "nothing comes from elsewhere");
        assertEquals(
                3,
                new ObjectMapper()
                        .readTree(folder.resolve("out.report.json").toFile())
                        .get("version")
                        .asInt());
    }

    /** Results with hostile names of the same stem, one without a style. */
    @Test
    @Tag("browser")
    void thePageOfSeveralResultsOpensWithoutErrors() throws Exception {
        Path output = folder.resolve("several.mp4");
        byte[] picture = StillImage.encode(new RgbImage(16, 9), Path.of("any.jpg"));
        Baseline copy = new Baseline(1.5, 0.011, 0.012, null, 40.0, null, 1.02, null);
        Map<String, ?> consistency = Map.of(
                "sharpness", 31.5, "warpedError", 0.0123, "baselines", new Baseline.Rows(copy, copy), "frames", 2);
        try (OutputFiles outputs = new OutputFiles(new InputFiles(), warning -> {});
                ReportFiles files = ReportFiles.claim(outputs, output, true, name -> false)) {
            for (String result : List.of("x/" + HOSTILE, "y/" + HOSTILE)) {
                for (int n = 0; n < 2; n++) {
                    files.add(
                            result,
                            new FrameStatistics(
                                    n,
                                    n / 25.0,
                                    null,
                                    0.01,
                                    0.02,
                                    0.03,
                                    null,
                                    null,
                                    0.04,
                                    Steadiness.NONE,
                                    5.0,
                                    9.0,
                                    0.56,
                                    null,
                                    null,
                                    0.5,
                                    null,
                                    0.7,
                                    null,
                                    null));
                }
            }
            files.writeSeveral(
                    Map.of(
                            "input",
                            HOSTILE,
                            "results",
                            List.of(
                                    Map.of("output", "x/" + HOSTILE, "consistency", consistency),
                                    Map.of("output", "y/" + HOSTILE, "consistency", consistency))),
                    List.of(new FrameStrip.Row(0.5, List.of(picture, picture, picture))));
            files.commit();
        }
        String shown = Chromium.afterScript(folder.resolve("several.report.html"), folder, "");
        String table = shown.substring(shown.indexOf("<table id=\"results\""), shown.indexOf("</table>"));
        assertEquals(6, table.split("<tr").length - 1, table);
        assertTrue(table.contains("0.0123") && table.contains("79 %") && table.contains("σ 1.50 px"), table);
        assertTrue(table.contains("y/a&lt;/script&gt;&lt;img"), "the name is text, as long as needed to tell it");
        assertEquals(3, shown.split("<img ").length - 1);
        assertEquals(3, shown.split("class=\"u-wrap\"").length - 1, "differences, flow-warped errors, sharpness");
    }

    /** Opens the page from the disk in Chromium, points at the middle of the first curve and reads what it shows. */
    @Test
    @Tag("browser")
    void itOpensWithoutErrorsAndShowsValues() throws Exception {
        String shown = Chromium.afterScript(
                page(),
                folder,
                "const over = document.querySelector('.u-over'), box ="
                        + " over.getBoundingClientRect(); over.dispatchEvent(new MouseEvent('mouseenter'));"
                        + " over.dispatchEvent(new MouseEvent('mousemove', { clientX: box.left + box.width / 2, clientY: box.top + 9 }));"
                        + " setTimeout(() => document.documentElement.dataset.legend ="
                        + " document.querySelector('.u-legend').textContent, 200)");
        String legend = shown.substring(shown.indexOf("data-legend"), shown.indexOf('>', shown.indexOf("data-legend")));
        assertTrue(legend.contains("frame 5") && legend.contains("5.020"), legend);
        assertTrue(shown.contains("a&lt;/script&gt;&lt;img"), "the name is text");
    }
}
