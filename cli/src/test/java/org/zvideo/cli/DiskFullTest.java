package org.zvideo.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Rows 54 and 55. Oracle: the file that a run on a large disk writes. */
class DiskFullTest {
    private static final String[] JOB = Run.small(2, 8, "--temporal", "none", "--codec", "ffv1", "-o", "out.mkv");

    @RegisterExtension
    static final WarmProgram PROGRAM = new WarmProgram();

    private final Path folder = PROGRAM.folder();

    @Test
    void aDiskThatFillsEndsTheRunAndLosesNothing() throws Exception {
        Run whole = PROGRAM.of(JOB);
        assertEquals(0, whole.status(), whole.messages());
        byte[] expected = Files.readAllBytes(folder.resolve("out.mkv"));
        for (String name : new String[] {"out.mkv", "out.report.html", "out.report.json", "out.stats.jsonl"}) {
            Files.delete(folder.resolve(name));
        }
        // Enough for each stored frame, not for the film; and enough for all of the film but its last bytes.
        for (int kilobytes : new int[] {400, expected.length / 1024}) {
            Run full = Run.withFilesUpTo(kilobytes, folder, JOB);
            assertEquals(74, full.status(), full.messages());
            assertTrue(
                    full.messages().lines().anyMatch(line -> line.startsWith("zvideo: error: output out.mkv")),
                    full.messages());
            assertFalse(Files.exists(folder.resolve("out.mkv")));
            assertTrue(Files.exists(folder.resolve("out.mkv.zvideo/frame-000000.png")), "what is done is kept");
        }
        Run resumed = PROGRAM.of(JOB);
        assertEquals(0, resumed.status(), resumed.messages());
        assertTrue(resumed.messages().contains("going on after"), resumed.messages());
        assertArrayEquals(expected, Files.readAllBytes(folder.resolve("out.mkv")));
    }

    /** Oracle: the run that keeps keys and values in memory, rounded in the same way; no painting is kept before them. */
    @Test
    void keysAndValuesThatDoNotFitOnTheDiskEndTheRun() throws Exception {
        Run full = Run.withFilesUpTo(32, folder, keys("100K", "out.mkv"));
        assertEquals(74, full.status(), full.messages());
        String last = full.messages().lines().reduce("", (before, line) -> line);
        assertTrue(
                last.matches(
                        "zvideo: error: keys and values cannot be written to .*out\\.mkv\\.zvideo: File too large; make"
                                + " room there, or allow them more memory"),
                full.messages());
        assertFalse(Files.exists(folder.resolve("out.mkv")));
        Run files = PROGRAM.of(keys("100K", "out.mkv"));
        assertEquals(0, files.status(), files.messages());
        assertTrue(Files.readString(folder.resolve("out.report.json")).contains("\"storage\" : \"DISK\""));
        Run rounded = PROGRAM.of(keys("10M", "rounded.mkv"));
        assertEquals(0, rounded.status(), rounded.messages());
        assertTrue(
                Files.readString(folder.resolve("rounded.report.json")).contains("\"storage\" : \"ROUNDED\""),
                rounded.messages());
        assertArrayEquals(
                Files.readAllBytes(folder.resolve("out.mkv")), Files.readAllBytes(folder.resolve("rounded.mkv")));
    }

    private static String[] keys(String memory, String output) {
        return new String[] {
            Run.BUNNY,
            "--style",
            Run.STYLE,
            "--model",
            Run.TINY,
            "--size",
            "256",
            "--steps",
            "2",
            "--frames",
            "2",
            "--codec",
            "ffv1",
            "-o",
            output,
            "--palette",
            "0",
            "--strokes",
            "0",
            "--temporal",
            "full", // frames keep keys and values too
            "--memory",
            memory
        };
    }
}
