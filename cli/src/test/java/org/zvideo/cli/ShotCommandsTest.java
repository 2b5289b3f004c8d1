package org.zvideo.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.zvideo.cli.terminal.Console;

/** The commands for shots, each a process of its own as a queue starts them. Oracle: the file of the command {@code zvideo}. */
class ShotCommandsTest {
    @RegisterExtension
    static final WarmProgram PROGRAM = new WarmProgram();

    private final Path folder = PROGRAM.folder();

    private Run run(String command, String... more) throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(command.isEmpty() ? List.of() : List.of(command));
        arguments.addAll(List.of(Run.small(
                2, 2, "--cuts", "cuts.txt", "--threads", "1", "--codec", "ffv1", "--strokes", "0", "--no-report")));
        arguments.addAll(List.of(more));
        return PROGRAM.of(arguments.toArray(String[]::new));
    }

    @Test
    void aQueueMakesTheFileOfTheCommand() throws Exception {
        Files.writeString(folder.resolve("cuts.txt"), "1\n");
        assertEquals(0, run("", "-o", "plain.mkv").status());
        Run planned = run("shots", "-o", "out.mkv", "--job", "film.json", "--groups", "1", "--count");
        assertEquals("1\n", planned.results(), planned.messages());
        String job = folder.resolve("film.json").toString();
        here("join", job).assertFailed(66, "2 of 2 shots are not done: 0, 1; run zvideo shot for these units: 0");
        here("shot", job, "1").assertFailed(64, "unit 1: expected one of 0 to 0");
        Run unit = PROGRAM.of("shot", "film.json", "0");
        assertEquals(0, unit.status(), unit.messages());
        Run joined = PROGRAM.of("join", "film.json");
        assertEquals(0, joined.status(), joined.messages());
        assertTrue(joined.results().contains("out.mkv"), joined.results());
        assertArrayEquals(
                Files.readAllBytes(folder.resolve("plain.mkv")), Files.readAllBytes(folder.resolve("out.mkv")));
    }

    @Test
    void whatIsNoJobIsOneLine() throws Exception {
        here("shot", folder.resolve("none.json").toString(), "0")
                .assertFailed(66, "plan the job again with zvideo shots");
        Path bad = Files.writeString(folder.resolve("bad.json"), "{\"version\": 1, \"shots\": 3}");
        here("join", bad.toString()).assertFailed(65, "bad.json");
        Path old = Files.writeString(folder.resolve("old.json"), "{\"version\": 0}");
        here("join", old.toString()).assertFailed(78, "old.json");
        for (String refused : List.of("--keep-work", "--restart", "--dump=d", "--out-dir=d", "--groups=0")) {
            here("shots", Run.BUNNY, "--style", Run.STYLE, "--job", old.toString(), refused)
                    .assertFailed(64, refused.replaceAll("=.*", ""));
        }
    }

    /** Runs what ends before any work in this process. */
    private static Run here(String... arguments) {
        PrintStream out = System.out;
        PrintStream err = System.err;
        ByteArrayOutputStream results = new ByteArrayOutputStream();
        ByteArrayOutputStream messages = new ByteArrayOutputStream();
        try {
            System.setOut(new PrintStream(results, true, StandardCharsets.UTF_8));
            System.setErr(new PrintStream(messages, true, StandardCharsets.UTF_8));
            int status = Main.run(new Console(null), arguments);
            return new Run(status, results.toString(StandardCharsets.UTF_8), messages.toString(StandardCharsets.UTF_8));
        } finally {
            System.setOut(out);
            System.setErr(err);
        }
    }
}
