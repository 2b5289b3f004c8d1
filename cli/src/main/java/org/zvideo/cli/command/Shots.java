package org.zvideo.cli.command;

import java.nio.file.Path;
import java.util.List;
import org.zvideo.cli.terminal.Console;
import org.zvideo.cli.terminal.ExitCode;
import org.zvideo.video.farm.JobFolder;
import org.zvideo.video.farm.ShotList;
import org.zvideo.video.job.ShotPlanning;
import org.zvideo.video.request.StyleTransferRequest;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command {@code zvideo shots}, which takes what {@code zvideo} takes. */
@Command(
        name = "shots",
        customSynopsis = "zvideo shots IN --style ART[:L] --job JOB [OPTIONS]",
        description =
                "Plans a video as shots that can be stylized apart, on any machines: each unit with zvideo shot, and the"
                        + " result with zvideo join. It has the bits of a run here.")
final class Shots extends SplitCommand {
    private static final int MOST_UNITS = 1_000_000;

    @Option(
            names = "--job",
            required = true,
            paramLabel = "JOB",
            description =
                    "The job: a file NAME.json, or a folder for job.json. Results of the shots go to NAME.shots beside"
                            + " it.")
    private Path job;

    @Option(
            names = "--groups",
            paramLabel = "N",
            description = "Pack the shots into N units of like length at most (default one for each shot).")
    private Integer groups;

    @Option(names = "--count", description = "Print nothing but the number of units. Unit 0 has the most frames.")
    private boolean count;

    Shots(Console console) {
        super(console);
    }

    @Override
    public Integer call() {
        checkSplit();
        if (!run.requirements.isEmpty()) {
            throw usage("--require: not for a job of shots; give it to zvideo join");
        }
        if (output.folder != null) {
            throw unsuited("--out-dir");
        }
        if (inputs.size() > 1) {
            throw usage("several inputs: a job has one");
        }
        if (groups != null && (groups < 1 || groups > MOST_UNITS)) {
            throw usage("--groups " + groups + ": expected 1 to " + MOST_UNITS);
        }
        console.configureLogging();
        StyleTransferRequest request = requests().get(0);
        JobFolder folder = JobFolder.of(job);
        ShotList planned = new ShotPlanning(request, folder).run(groups == null ? MOST_UNITS : groups, console);
        if (count) {
            console.result(planned.units().size());
        } else {
            List<List<Integer>> units = planned.units();
            console.result(folder.file());
            console.result(planned.shots().size() + " shots with " + planned.frames() + " frames, in " + units.size()
                    + " units, the longest of " + planned.frames(0) + " frames");
        }
        return ExitCode.OK.status();
    }
}
