package org.zvideo.cluster;

import org.zvideo.cli.command.Commands;
import org.zvideo.cli.option.FormerNames;
import org.zvideo.cli.option.PresetFile;
import org.zvideo.cli.terminal.Console;
import org.zvideo.cli.terminal.ExitCode;
import org.zvideo.cli.terminal.Failures;
import org.zvideo.cli.terminal.Program;
import picocli.CommandLine;

/** The program {@code zvideo-spark}: started by its launcher, or by spark-submit. */
public final class Main {
    private Main() {}

    /** Runs the command and ends with its status. */
    public static void main(String[] arguments) {
        Program.runAndExit(console -> run(console, arguments));
    }

    /** Runs the program without exiting. */
    static int run(Console console, String... arguments) {
        CommonPool.make();
        try (RemoteFiles remote = RemoteFiles.of(arguments)) {
            CommandLine command = line(console, remote);
            return command.execute(PresetFile.apply(command, FormerNames.replaced(remote.arguments())));
        } catch (RuntimeException | Error e) {
            return Failures.UNKNOWN.report(e).status();
        }
    }

    /** The command with all others below it. */
    static CommandLine line(Console console, RemoteFiles remote) {
        CommandLine command = new CommandLine(new SparkCommand(console, remote))
                .addSubcommand(new PlanCommand(console))
                .addSubcommand(new BenchCommand(console));
        command.getCommandSpec().usageMessage().exitCodeList(ExitCode.list());
        return Commands.configured(command, console);
    }
}
