package org.zvideo.cli.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Signals to a program whose work never looks at them. Oracle: the time, and the status of each signal. */
@Timeout(60)
class CancellationTest {
    /** Hears signals and does nothing about them. */
    static final class Deaf {
        private Deaf() {}

        public static void main(String[] arguments) throws InterruptedException {
            new Cancellation();
            System.out.println("ready");
            Thread.sleep(60_000);
        }
    }

    @Test
    void aSecondSignalEndsItAtOnce() throws Exception {
        Process process = deaf();
        signal(process, "INT");
        assertFalse(process.waitFor(1, TimeUnit.SECONDS), "nothing else ends it");
        signal(process, "TERM");
        assertTrue(process.waitFor(2, TimeUnit.SECONDS), "at once");
        assertEquals(143, process.exitValue());
    }

    @Test
    void whatNobodyLooksAtEndsItAfterFiveSeconds() throws Exception {
        Process process = deaf();
        signal(process, "INT");
        assertFalse(process.waitFor(3, TimeUnit.SECONDS), "it has time to clean up");
        assertTrue(process.waitFor(5, TimeUnit.SECONDS));
        assertEquals(130, process.exitValue());
        assertEquals(
                List.of("zvideo: stopped at once; what was finished is kept"),
                process.errorReader().lines().toList());
    }

    private static Process deaf() throws IOException {
        Process process = new ProcessBuilder(
                        "env",
                        "--default-signal=INT,HUP,TERM",
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Deaf.class.getName())
                .start();
        assertEquals("ready", process.inputReader().readLine());
        return process;
    }

    private static void signal(Process process, String name) throws Exception {
        new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                .start()
                .waitFor();
    }
}
