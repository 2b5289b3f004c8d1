package org.zvideo.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Whatever is deleted or renamed is closed before, as Windows requires, and a command that ended has nothing open. Oracle: what the
 * system says is open at that moment.
 */
@Timeout(240)
class ClosedFilesTest {
    private static final WatchedFiles FILES = new WatchedFiles();

    @RegisterExtension
    static final WarmProgram PROGRAM = new WarmProgram(FILES.javaOption());

    private final Path folder = PROGRAM.folder();

    @AfterEach
    void allWasClosed() {
        assertEquals(Set.of(), FILES.faults());
        assertEquals(Set.of(), WatchedFiles.openBelow(folder));
        assertEquals(Set.of(), WatchedFiles.openBelow(Path.of(System.getProperty("java.io.tmpdir"), "zvideo-pipe")));
    }

    @Test
    void jobsCloseWhatTheyReplace() throws Exception {
        for (String output : List.of("out.mkv", "out.mp4")) {
            for (int run = 0; run < 2; run++) {
                zvideo(0, Run.small(2, 3, "-o", output, "-y", "--compare", "side", "--memory", "100K"));
            }
        }
        Files.createDirectory(folder.resolve("out"));
        zvideo(0, Run.small(2, 2, "-o", "out/%03d.png", "--dump", "dump", "--isolate", "-y"));
        assertPassed("out.mkv", "out.mp4", "002.png", "out.report.html", "frame-000002.png");
    }

    @Test
    void commandsThatFollowAJobCloseWhatTheyReplace() throws Exception {
        zvideo(0, Run.small(2, 3, "-o", "out.mkv", "--keep-work"));
        for (int run = 0; run < 2; run++) {
            zvideo(0, "restyle", "out.mkv", "--strokes", "0.5", "-y");
            zvideo(0, "report", Run.BUNNY, "out.mkv", "-o", "check.html", "-y");
            zvideo(0, "steady", Run.BUNNY, "out.mkv", "-o", "steady.mp4", "-y");
            zvideo(
                    0, "preview", Run.BUNNY, "--style", Run.STYLE, "--model", Run.TINY, "--size", "64", "-o", "p.png",
                    "-y");
        }
        assertPassed("check.report.json", "steady.mp4", "p.png");
    }

    @Test
    void shotsCloseWhatTheyThrowAway() throws Exception {
        Files.writeString(folder.resolve("cuts.txt"), "1\n");
        zvideo(
                0,
                concat(
                        "shots",
                        Run.small(
                                2,
                                2,
                                "-o",
                                "shots.mkv",
                                "--cuts",
                                "cuts.txt",
                                "--memory",
                                "100K",
                                "--job",
                                "film.json")));
        zvideo(0, "shot", "film.json", "0");
        zvideo(0, "shot", "film.json", "1");
        zvideo(0, "join", "film.json");
        assertPassed("shots.mkv");
    }

    private static String[] concat(String first, String[] more) {
        return Stream.concat(Stream.of(first), Stream.of(more)).toArray(String[]::new);
    }

    /** The film is damaged where its first frames are done by then; the bound is known to fail when all is. */
    @Test
    void jobsThatFailCloseWhatTheyThrowAway() throws Exception {
        byte[] film = Files.readAllBytes(Path.of(Run.BUNNY));
        Arrays.fill(film, film.length * 3 / 10, film.length * 4 / 10, (byte) 0x55);
        Files.write(folder.resolve("damaged.mp4"), film);
        String[] command = Run.small(2, 40, "-o", "out.mp4", "--compare", "side");
        command[0] = "damaged.mp4";
        zvideo(65, command);
        zvideo(65, command);
        zvideo(65, "steady", "damaged.mp4", Run.BUNNY, "-o", "steady.mp4");
        zvideo(65, "report", "damaged.mp4", Run.BUNNY, "-o", "check.html");
        zvideo(6, Run.small(2, 2, "-o", "bound.mkv", "--require", "sharpness>1000"));
        assertPassed("frame-000001.png");
    }

    @Test
    void pipesCloseWhatTheyKept() throws Exception {
        Process process = Run.startWithJava(List.of(FILES.javaOption()), folder, Run.small(2, 2, "-o", "-"));
        byte[] out = process.getInputStream().readAllBytes();
        assertEquals(0, Run.ended(process).status());
        String[] command = Run.small(2, 2, "-o", "out.mkv");
        command[0] = "-";
        Process second = Run.startWithJava(List.of(FILES.javaOption()), folder, command);
        try (OutputStream in = second.getOutputStream()) {
            in.write(out);
        }
        Run run = Run.ended(second);
        assertEquals(0, run.status(), run.messages());
        assertPassed("stdin.y4m", "stdout.y4m");
    }

    @Test
    void runsThatAreStoppedCloseWhatTheyThrowAway() throws Exception {
        String[] command = Run.small(4, 30, "-o", "out.mp4", "--temporal", "full");
        Process process = Run.startWithJava(List.of(FILES.javaOption()), folder, command);
        Path frame = folder.resolve("out.mp4.zvideo/frame-000002.png");
        while (!Files.exists(frame)) {
            assertTrue(process.isAlive());
            Thread.sleep(20);
        }
        Run.signal(process.toHandle(), "TERM");
        assertEquals(143, Run.ended(process).status());
        zvideo(0, command);
        assertPassed("state-000000.safetensors", "out.mp4.zvideo");
    }

    private static void assertPassed(String... names) {
        for (String name : names) {
            assertTrue(FILES.passed().stream().anyMatch(file -> file.endsWith("/" + name)), name);
        }
    }

    private static void zvideo(int status, String... command) throws Exception {
        Run run = PROGRAM.of(command);
        assertEquals(status, run.status(), String.join(" ", command) + ": " + run.messages() + run.results());
    }
}
