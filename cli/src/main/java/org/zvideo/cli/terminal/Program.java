package org.zvideo.cli.terminal;

import java.io.PrintStream;
import java.util.function.ToIntFunction;

/** A program of a terminal: every outcome of it becomes one line and an exit status. */
public final class Program {
    private Program() {}

    /** Runs a program with a console of its own and ends the process with its status. */
    public static void runAndExit(ToIntFunction<Console> program) {
        Thread.setDefaultUncaughtExceptionHandler(new UncaughtExceptionReporter());
        Cancellation cancellation = new Cancellation();
        PrintStream terminal = System.err;
        PrintableStream.install();
        int status = program.applyAsInt(new Console(cancellation, terminal));
        cancellation.finished();
        System.exit(status);
    }
}
