package org.zvideo.cli.terminal;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Handles Ctrl-C, SIGTERM and a closed terminal. The first signal ends the work at the next run of the U-Net, with
 * everything cleaned up; the second ends the program at once.
 */
public final class Cancellation {
    private static final int GRACE_SECONDS = 5;

    private final CountDownLatch done = new CountDownLatch(1);
    private volatile ExitCode asked;

    public Cancellation() {
        Signals.handle("INT", () -> ask(ExitCode.INTERRUPTED));
        Signals.handle("TERM", () -> ask(ExitCode.TERMINATED));
        Signals.handle("HUP", () -> ask(ExitCode.HUNG_UP));
    }

    private void ask(ExitCode code) {
        if (asked != null) {
            Runtime.getRuntime().halt(code.status());
        }
        asked = code;
        Thread guard = new Thread(
                () -> {
                    try {
                        if (!done.await(GRACE_SECONDS, TimeUnit.SECONDS)) {
                            Runtime.getRuntime().halt(code.status());
                        }
                    } catch (InterruptedException e) {
                        Runtime.getRuntime().halt(code.status());
                    }
                },
                "cancellation");
        guard.setDaemon(true);
        guard.start();
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
