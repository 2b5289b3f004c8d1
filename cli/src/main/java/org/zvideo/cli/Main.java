package org.zvideo.cli;

import java.io.PrintStream;
import org.zvideo.cli.command.Commands;
import org.zvideo.cli.option.FormerNames;
import org.zvideo.cli.option.PresetFile;
import org.zvideo.cli.terminal.Cancellation;
import org.zvideo.cli.terminal.Console;
import org.zvideo.cli.terminal.Failures;
import org.zvideo.cli.terminal.PrintableStream;
import org.zvideo.cli.terminal.UncaughtExceptionReporter;
import picocli.CommandLine;

/** The program: runs the command and turns every outcome into one line and an exit status. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        Thread.setDefaultUncaughtExceptionHandler(new UncaughtExceptionReporter());
        Cancellation cancellation = new Cancellation();
        PrintStream terminal = System.err;
        PrintableStream.install();
        int status = run(new Console(cancellation, terminal), arguments);
        cancellation.finished();
        System.exit(status);
    }

    /** Runs the program without exiting. */
    static int run(Console console, String... arguments) {
        try {
            CommandLine command = Commands.line(console);
            return command.execute(PresetFile.apply(command, FormerNames.replaced(arguments)));
        } catch (RuntimeException | Error e) {
            return Failures.UNKNOWN.report(e).status();
        }
    }
}
