package org.zvideo.cli.command;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.zvideo.cli.terminal.CancelledException;
import org.zvideo.cli.terminal.Console;
import org.zvideo.cli.terminal.ExitCode;
import org.zvideo.video.farm.JobFolder;
import org.zvideo.video.job.LoadedModel;
import org.zvideo.video.job.ShotRun;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** The command {@code zvideo shot}. */
@Command(
        name = "shot",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        usageHelpAutoWidth = true,
        description =
                "Stylizes the shots of one unit of a job that zvideo shots has planned. A unit that was stopped resumes,"
                        + " and one that is done is not computed again.")
final class OneShot implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "JOB", description = "The job, as it was named when it was planned.")
    private Path job;

    @Parameters(index = "1", paramLabel = "N", description = "Number of the unit, from 0.")
    private int unit;

    @Mixin
    private final Console console;

    OneShot(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        console.configureLogging();
        JobFolder folder = JobFolder.of(job);
        ShotRun run = new ShotRun(folder.read(), folder);
        console.startsJob();
        try (LoadedModel model = new LoadedModel()) {
            run.unit(unit, model, console);
        } catch (CancelledException e) {
            throw console.kept() == 0 ? e : e.keeping(console.kept());
        }
        return ExitCode.OK.status();
    }
}
