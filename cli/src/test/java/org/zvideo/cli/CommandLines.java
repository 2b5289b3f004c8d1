package org.zvideo.cli;

import java.nio.file.Path;
import java.util.List;
import org.zvideo.video.job.StyleTransferRequest;
import picocli.CommandLine;

/** Command lines of the program as tests in other packages need them. */
public final class CommandLines {
    public static final Path TESTDATA = Run.TESTDATA;
    public static final Path BUNNY = Path.of(Run.BUNNY);
    public static final Path STYLE = Path.of(Run.STYLE);
    public static final Path TINY = Path.of(Run.TINY);

    private CommandLines() {}

    /** What a command line asks for of an input; the model is the tiny one unless another is named. */
    public static StyleTransferRequest request(Path input, List<String> arguments) {
        CommandLine line = Main.commandLine(new Console(null));
        line.parseArgs(arguments.toArray(String[]::new));
        Zvideo command = line.getCommand();
        if (command.machine.model == null) {
            command.machine.model = TINY;
        }
        return command.request(input, Path.of("out.mp4"));
    }

    /** The long names of all options of a run. */
    public static List<String> options() {
        return Main.commandLine(new Console(null)).getCommandSpec().options().stream()
                .map(option -> option.longestName())
                .toList();
    }
}
