package org.zvideo.cli.terminal;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Handles Ctrl-C, SIGTERM and a closed terminal. The first signal ends the work at the next run of the U-Net, with
 * everything cleaned up; the second ends the program at once.
 */
public final class Cancellation {
    private static final int GRACE_SECONDS = 5;
    /** A terminal may be stopped, and a pipe full. */
    private static final int WORDS_MILLIS = 300;

    private final CountDownLatch done = new CountDownLatch(1);
    private volatile StopSignal asked;

    public Cancellation() {
        for (StopSignal signal : StopSignal.values()) {
            Signals.handle(signal.name(), () -> ask(signal));
        }
    }

    private void ask(StopSignal signal) {
        ExitCode code = ExitCode.of(signal);
        if (asked != null) {
            halt(code);
        }
        asked = signal;
        Thread guard = new Thread(
                () -> {
                    try {
                        if (!done.await(GRACE_SECONDS, TimeUnit.SECONDS)) {
                            halt(code);
                        }
                    } catch (InterruptedException e) {
                        halt(code);
                    }
                },
                "cancellation");
        guard.setDaemon(true);
        guard.start();
    }

    /** Says so if anybody reads it, and ends the program. */
    private static void halt(ExitCode code) {
        try {
            Thread words = new Thread(
                    () -> System.err.println("zvideo: stopped at once; what was finished is kept"), "last words");
            words.setDaemon(true);
            words.start();
            words.join(WORDS_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            Runtime.getRuntime().halt(code.status());
        }
    }

    /** Ends the work if the user asked for that. */
    void check() {
        if (asked != null) {
            throw new CancelledException(asked);
        }
    }

    /** Called when everything is cleaned up. */
    public void finished() {
        done.countDown();
    }
}
