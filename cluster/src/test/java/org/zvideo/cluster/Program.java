package org.zvideo.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.zvideo.cli.command.Commands;
import org.zvideo.cli.terminal.Cancellation;
import org.zvideo.cli.terminal.Console;

/** A run of a program within this process: its status and what it said. */
record Program(int status, String results, String messages) {
    static final Path TESTDATA = Path.of(System.getProperty("zvideo.testdata"));
    static final Path BUNNY = TESTDATA.resolve("clips/bunny.mp4");
    static final Path STYLE = TESTDATA.resolve("styles/starry-night.jpg");
    static final Path TINY = TESTDATA.resolve("golden/models/tiny-null");
    /** A small job: its options are the same for zvideo and for zvideo-spark. */
    static final List<String> SMALL = List.of(
            "--model",
            TINY.toString(),
            "--size",
            "64",
            "--steps",
            "2",
            "--threads",
            "1",
            "--codec",
            "ffv1",
            "--strokes",
            "0");

    /** Runs zvideo. */
    static Program plain(String... arguments) {
        CommonPool.make(); // this process computes with several models later
        return run(() -> Commands.line(new Console(new Cancellation())).execute(arguments));
    }

    /** Runs zvideo-spark. */
    static Program spark(String... arguments) {
        return run(() -> Main.run(new Console(new Cancellation()), arguments));
    }

    /** Arguments with those of the small job behind them. */
    static String[] small(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(SMALL);
        return all.toArray(String[]::new);
    }

    private interface Run {
        int status();
    }

    private static Program run(Run run) {
        PrintStream out = System.out;
        PrintStream err = System.err;
        ByteArrayOutputStream results = new ByteArrayOutputStream();
        ByteArrayOutputStream messages = new ByteArrayOutputStream();
        try {
            System.setOut(new PrintStream(results, true, StandardCharsets.UTF_8));
            System.setErr(new PrintStream(messages, true, StandardCharsets.UTF_8));
            int status = run.status();
            return new Program(
                    status, results.toString(StandardCharsets.UTF_8), messages.toString(StandardCharsets.UTF_8));
        } finally {
            System.setOut(out);
            System.setErr(err);
        }
    }

    /** Fails the test unless it ended with that status and said these words. */
    void assertEnded(int expected, String words) {
        assertEquals(expected, status, messages);
        if (!messages.contains(words)) {
            assertEquals(words, messages, "words that are not there");
        }
    }
}
