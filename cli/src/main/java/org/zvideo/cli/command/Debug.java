package org.zvideo.cli.command;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.zvideo.cli.terminal.Console;
import org.zvideo.cli.terminal.ExitCode;
import org.zvideo.video.dump.DumpPage;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** The command {@code zvideo debug}. */
@Command(
        name = "debug",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        usageHelpAutoWidth = true,
        description = "Turns a dump into a page, DUMP_DIR/index.html, to step through frame by frame and step "
                + "by step in a browser.")
final class Debug implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "DUMP_DIR", description = "The folder of a dump.")
    private Path folder;

    @Mixin
    private final Console console;

    Debug(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        console.configureLogging();
        console.result(DumpPage.write(folder));
        return ExitCode.OK.status();
    }
}
