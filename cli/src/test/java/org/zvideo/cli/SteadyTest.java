package org.zvideo.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.zvideo.core.image.RgbImage;
import org.zvideo.video.Clip;
import org.zvideo.video.ReadOptions;
import org.zvideo.video.TimedFrames;

class SteadyTest {
    @RegisterExtension
    static final WarmProgram PROGRAM = new WarmProgram();

    private final Path folder = PROGRAM.folder();

    private static List<RgbImage> frames(Path video) {
        return TimedFrames.images(video, Clip.WHOLE, ReadOptions.DEFAULT, Optional.empty());
    }

    /** Oracles: the video itself, where nothing is carried; and its own numbers as a reference, where something is. */
    @Test
    void toneIsCarriedIntoAVideoOfAnyProgram() throws Exception {
        Path bunny = Path.of(Run.BUNNY);
        Run plain = PROGRAM.of(
                "steady",
                Run.BUNNY,
                Run.BUNNY,
                "-o",
                "plain.mkv",
                "--codec",
                "ffv1",
                "--carry",
                "0",
                "--carry-detail",
                "0");
        assertEquals(0, plain.status(), plain.messages());
        assertEquals(frames(bunny), frames(folder.resolve("plain.mkv")));
        Run steady = PROGRAM.of(
                "steady",
                Run.BUNNY,
                Run.BUNNY,
                "-o",
                "steady.mkv",
                "--codec",
                "ffv1",
                "--require",
                "warpratio<0.97",
                "--require",
                "ghost<0.001");
        assertEquals(0, steady.status(), steady.results() + steady.messages());
        JsonNode report =
                new ObjectMapper().readTree(folder.resolve("steady.report.json").toFile());
        assertEquals("steady.mkv", report.get("output").asText());
        assertEquals(Run.BUNNY, report.get("reference").asText());
        assertTrue(report.at("/consistency/motion").asDouble() > 0.95, report.toString());
        assertEquals(frames(bunny).size(), frames(folder.resolve("steady.mkv")).size());
    }

    @Test
    void nothingIsOverwrittenAndWrongInputIsOneLine() throws Exception {
        Files.copy(Path.of(Run.BUNNY), folder.resolve("a.mp4"));
        byte[] before = Files.readAllBytes(folder.resolve("a.mp4"));
        PROGRAM.of("steady", Run.BUNNY, "a.mp4", "-o", "a.mp4", "-y").assertFailed(73, "is the input itself");
        assertEquals(before.length, Files.size(folder.resolve("a.mp4")));
        Files.writeString(folder.resolve("b.mkv"), "mine");
        PROGRAM.of("steady", Run.BUNNY, "a.mp4", "-o", "b.mkv", "-n").assertFailed(73, "b.mkv: exists");
        PROGRAM.of("steady", Run.BUNNY, "none.mp4", "-o", "c.mkv").assertFailed(66, "none.mp4");
        PROGRAM.of("steady", Run.BUNNY, "a.mp4", "-o", "c.mkv", "--carry", "1").assertFailed(64, "carry 1.0");
        PROGRAM.of("steady", Run.BUNNY, "a.mp4", "-o", "c.mkv", "-y", "-n").assertFailed(64, "contradict");
        assertFalse(Files.exists(folder.resolve("c.mkv")));
    }
}
