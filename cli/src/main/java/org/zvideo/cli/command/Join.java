package org.zvideo.cli.command;

import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.Callable;
import org.zvideo.cli.option.Bounds;
import org.zvideo.cli.option.OverwriteArguments;
import org.zvideo.cli.terminal.Console;
import org.zvideo.cli.terminal.ExitCode;
import org.zvideo.video.farm.JobFolder;
import org.zvideo.video.job.ShotJoin;
import org.zvideo.video.report.ConsistencyReport;
import org.zvideo.video.report.Requirement.Need;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command {@code zvideo join}. */
@Command(
        name = "join",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        usageHelpAutoWidth = true,
        description =
                "Makes the result of a job whose units are done, with the sound of its source and the report of all, and"
                        + " deletes what the units have left. It needs no model.")
final class Join implements Callable<Integer> {
    @Parameters(paramLabel = "JOB", description = "The job, as it was named when it was planned.")
    private Path job;

    @Mixin
    private final OverwriteArguments existing = new OverwriteArguments();

    @Option(
            names = "--require",
            paramLabel = "BOUND",
            description = "End with status 6 unless the bound is met, like warp<0.03; repeatable.")
    private List<String> requirements = List.of();

    @Option(names = "--keep", description = "Keep the results of the shots.")
    private boolean keep;

    @Mixin
    private final Console console;

    Join(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        console.configureLogging();
        existing.overwrite();
        Bounds bounds = Bounds.of(requirements).require(EnumSet.of(Need.STYLE, Need.OTHER_FLOW, Need.CONTENT), false);
        JobFolder folder = JobFolder.of(job);
        ConsistencyReport measured = new ShotJoin(folder.read(), folder, keep).run(existing.overwrite(), console);
        return (bounds.judge(measured, console::result) ? ExitCode.OK : ExitCode.BOUND_NOT_MET).status();
    }
}
