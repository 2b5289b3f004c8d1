package org.zvideo.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Oracle: the file that a run with these values writes from the start, byte by byte. */
class RestyleTest {
    @RegisterExtension
    static final WarmProgram PROGRAM = new WarmProgram();

    private final Path folder = PROGRAM.folder();

    private Path model;
    private Path mask;

    @BeforeEach
    void copyTheModel() throws Exception {
        model = Run.copy(Path.of(Run.TINY), folder.resolve("model"));
        mask = Run.TESTDATA.resolve("photos/chelsea.jpg"); // its lightness
    }

    private Run job(String output, String... more) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Run.BUNNY,
                "--style",
                Run.STYLE,
                "--model",
                "model",
                "--size",
                "64",
                "--steps",
                "3",
                "--frames",
                "6",
                "--mask",
                mask.toString(),
                "--codec",
                "ffv1",
                "-o",
                output));
        command.addAll(List.of(more));
        return PROGRAM.of(command.toArray(String[]::new));
    }

    private static void assertDone(Run run) {
        assertEquals(0, run.status(), run.messages());
    }

    /** The model is gone when the frames are restyled, and so is what the frames leave to each other. */
    @Test
    void otherValuesNeedNoModelAndGiveTheBitsOfARunWithThem() throws Exception {
        List<String> other = List.of("--strokes", "0.3", "--palette", "0", "--detail", "0.5", "--strength", "0.8");
        assertDone(job("fresh.mkv", other.toArray(String[]::new)));
        assertDone(job("out.mkv", "--palette", "0", "--strokes", "0", "--detail", "0", "--every", "2", "--keep-work"));
        Path work = folder.resolve("out.mkv.zvideo");
        assertDone(job("every.mkv", "--every", "2", "--color", "content"));
        Run.delete(model);
        assertDone(PROGRAM.of(
                "restyle",
                "out.mkv.zvideo",
                "--strokes",
                "0.5",
                "--palette",
                "0.8",
                "--detail",
                "1",
                "--color",
                "content",
                "-o",
                "again.mkv"));
        assertArrayEquals(
                Files.readAllBytes(folder.resolve("every.mkv")), Files.readAllBytes(folder.resolve("again.mkv")));
        assertTrue(Files.exists(work.resolve("frame-000003.png")), "it can be restyled again");

        Run.copy(Path.of(Run.TINY), model);
        assertDone(job("whole.mkv", "--keep-work"));
        Run.delete(model);
        List<String> command =
                new ArrayList<>(List.of("restyle", "whole.mkv", "-y")); // the result stands for its folder
        command.addAll(other);
        assertDone(PROGRAM.of(command.toArray(String[]::new)));
        assertArrayEquals(
                Files.readAllBytes(folder.resolve("fresh.mkv")), Files.readAllBytes(folder.resolve("whole.mkv")));
        PROGRAM.of("restyle", "whole.mkv", "--stroke-size", "2", "-o", "large.mkv")
                .assertFailed(66, "model");
    }

    @Test
    void theSameCommandWithOtherValuesGoesOnWithWhatIsKept() throws Exception {
        assertDone(job("out.mkv", "--keep-work"));
        Run again = job("out.mkv", "--detail", "0.2", "--strength", "0.9", "-y");
        assertDone(again);
        assertTrue(again.messages().contains("going on after 6 frames"), again.messages());
        assertTrue(Files.exists(folder.resolve("out.mkv.zvideo/request.json")), "what was kept stays kept");
        Run other = job("out.mkv", "--lambda", "1.5", "-y");
        assertEquals(78, other.status(), other.messages());
        assertTrue(other.messages().contains("settings.lambdas"), other.messages());
    }

    @Test
    void whatCannotBeRestyledIsOneLine() throws Exception {
        PROGRAM.of("restyle", "none.zvideo").assertFailed(66, "none.zvideo");
        Files.createDirectory(folder.resolve("empty.zvideo"));
        PROGRAM.of("restyle", "empty.zvideo").assertFailed(65, "--keep-work");
        PROGRAM.of(Run.BUNNY, "--style", Run.STYLE, "--keep-work", "-o", "-").assertFailed(64, "--keep-work");
        assertDone(job("out.mkv", "--keep-work"));
        PROGRAM.of("restyle", "out.mkv", "-n").assertFailed(73, "out.mkv");
        PROGRAM.of("restyle", "out.mkv", "--strokes", "2", "-y").assertFailed(64, "strokes 2.0");
        byte[] before = Files.readAllBytes(folder.resolve("out.mkv"));
        Path frame = folder.resolve("out.mkv.zvideo/frame-000004.png");
        byte[] bytes = Files.readAllBytes(frame);
        bytes[bytes.length / 2] ^= 1;
        Files.write(frame, bytes);
        PROGRAM.of("restyle", "out.mkv", "-y").assertFailed(65, "out.mkv.zvideo");
        assertArrayEquals(before, Files.readAllBytes(folder.resolve("out.mkv")), "the former result stays");
        assertFalse(Files.exists(folder.resolve("out.mkv.part")));
        Path request = folder.resolve("out.mkv.zvideo/request.json");
        Files.writeString(request, Files.readString(request).replace("../out.mkv", "../elsewhere/out.mkv"));
        PROGRAM.of("restyle", "out.mkv.zvideo", "-y").assertFailed(64, "-o");
    }
}
