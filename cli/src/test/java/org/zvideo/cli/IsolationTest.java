package org.zvideo.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Files are decoded in a process of their own first. Oracles: what the same command does without it, and the system's signals
 * for a decoder that crashes.
 */
@Timeout(120)
class IsolationTest {
    @RegisterExtension
    static final WarmProgram PROGRAM = new WarmProgram();

    private final Path folder = PROGRAM.folder();

    @Test
    void whatIsGoodGivesTheSameFile() throws Exception {
        Run without = PROGRAM.of(job("a.mkv", 2, 2, "--mask", Run.STYLE, "--no-isolate"));
        assertEquals(0, without.status(), without.messages());
        Run with = PROGRAM.of(job("b.mkv", 2, 2, "--mask", Run.STYLE, "--isolate"));
        assertEquals(0, with.status(), with.messages());
        assertArrayEquals(Files.readAllBytes(folder.resolve("a.mkv")), Files.readAllBytes(folder.resolve("b.mkv")));
    }

    @Test
    void whatIsDamagedIsToldInTheSameWords() throws Exception {
        byte[] film = Files.readAllBytes(Path.of(Run.BUNNY));
        Files.write(folder.resolve("cut.mp4"), Arrays.copyOf(film, film.length / 2));
        byte[] art = Files.readAllBytes(Path.of(Run.STYLE));
        Files.write(folder.resolve("cut.jpg"), Arrays.copyOf(art, art.length / 2));
        for (String[] inputs :
                new String[][] {{"cut.mp4", Run.STYLE}, {Run.BUNNY, "cut.jpg"}, {"none.mp4", Run.STYLE}}) {
            String[] command = {inputs[0], "--style", inputs[1], "--model", Run.TINY, "-o", "out.mkv"};
            Run without = PROGRAM.of(Run.with(command, "--no-isolate"));
            Run with = PROGRAM.of(Run.with(command, "--isolate"));
            assertEquals(without.status(), with.status());
            assertEquals(without.messages(), with.messages());
            with.assertFailed(without.status(), inputs[0].equals(Run.BUNNY) ? inputs[1] : inputs[0]);
        }
    }

    @Test
    void aDecoderThatCrashesIsOneLineAndLosesNothing() throws Exception {
        String[] command = job("out.mkv", 12, 8, "--isolate");
        Run whole = PROGRAM.of(command);
        assertEquals(0, whole.status(), whole.messages());
        byte[] result = Files.readAllBytes(folder.resolve("out.mkv"));
        Files.delete(folder.resolve("out.mkv"));

        Run stopped = stopped(command);
        assertEquals(143, stopped.status(), stopped.messages());
        List<String> before = names();
        assertTrue(before.contains("out.mkv.zvideo"), before.toString());

        Process process = Run.start(folder, command);
        Run.signal(child(process), "SEGV");
        Run.ended(process).assertFailed(65, "so it is damaged or made to do harm");
        assertEquals(before, names(), "the job's folder is intact, and there is no log of a crash");

        Run resumed = PROGRAM.of(command);
        assertEquals(0, resumed.status(), resumed.messages());
        assertTrue(resumed.messages().contains("going on after"), resumed.messages());
        assertArrayEquals(result, Files.readAllBytes(folder.resolve("out.mkv")));
    }

    @Test
    void aTrialHasTheHeapOfTheJobAndCanBeStopped() throws Exception {
        Process process = Run.startWithJava(List.of("-Xmx777m"), folder, job("out.mkv", 12, 8, "--isolate"));
        ProcessHandle child = child(process);
        String command = Files.readString(Path.of("/proc", Long.toString(child.pid()), "cmdline"));
        long heap = Stream.of(command.split("\0"))
                .filter(argument -> argument.startsWith("-Xmx"))
                .mapToLong(argument -> Long.parseLong(argument.substring("-Xmx".length())))
                .findFirst()
                .orElseThrow();
        assertTrue(heap > 700 << 20 && heap < 800 << 20, "what fits into the job fits there: " + heap);
        Run.signal(child, "STOP"); // a decoder that hangs
        Run.signal(process.toHandle(), "INT");
        assertTrue(process.waitFor(4, TimeUnit.SECONDS), "before its time is up");
        assertEquals(130, process.exitValue());
        child.onExit().get(5, TimeUnit.SECONDS);
        assertFalse(child.isAlive());
    }

    /** A run that keeps some frames. */
    private Run stopped(String[] command) throws Exception {
        Process process = Run.start(folder, command);
        Path frame = folder.resolve("out.mkv.zvideo/frame-000001.png");
        for (int n = 0; n < 3000 && !Files.exists(frame); n++) {
            Thread.sleep(20);
        }
        Run.signal(process.toHandle(), "TERM");
        return Run.ended(process);
    }

    private static ProcessHandle child(Process process) throws InterruptedException {
        for (int n = 0; n < 1000; n++) {
            ProcessHandle child = process.children().findFirst().orElse(null);
            if (child != null) {
                Thread.sleep(200); // it is Java by then
                return child;
            }
            Thread.sleep(10);
        }
        throw new AssertionError("no process of its own");
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> !name.startsWith("out.stats") && !name.startsWith("out.report"))
                    .sorted()
                    .toList();
        }
    }

    private static String[] job(String output, int steps, int frames, String... more) {
        return Run.with(Run.small(steps, frames, "--codec", "ffv1", "-y", "-o", output), more);
    }
}
