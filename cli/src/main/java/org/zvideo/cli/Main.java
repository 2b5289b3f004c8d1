package org.zvideo.cli;

import org.zvideo.cli.command.Commands;
import org.zvideo.cli.option.FormerNames;
import org.zvideo.cli.option.PresetFile;
import org.zvideo.cli.terminal.Console;
import org.zvideo.cli.terminal.Failures;
import org.zvideo.cli.terminal.Program;
import picocli.CommandLine;

/** The program: runs the command and turns every outcome into one line and an exit status. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        Program.runAndExit(console -> run(console, arguments));
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
