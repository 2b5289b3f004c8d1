package org.zvideo.cluster;

import java.util.List;
import org.zvideo.cli.command.SplitCommand;
import org.zvideo.cli.terminal.Console;
import org.zvideo.cli.terminal.Version;
import org.zvideo.video.request.StyleTransferRequest;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;

/** The command {@code zvideo-spark}, which takes what {@code zvideo} takes. */
@Command(
        name = "zvideo-spark",
        versionProvider = Version.class,
        customSynopsis = {"zvideo-spark IN --style ART[:L] [OPTIONS]", "       zvideo-spark plan|bench IN --style ART"},
        description =
                "Stylizes videos shot by shot on Apache Spark, on this machine or a cluster. Each result has the bits"
                        + " that zvideo would give it here. The same command resumes what was stopped.",
        exitCodeListHeading = "%nExit status:%n")
final class SparkCommand extends SplitCommand {
    @ArgGroup(validate = false, heading = "%nCluster:%n")
    private SparkArguments cluster = new SparkArguments();

    private final RemoteFiles remote;

    /** @param remote the files of the command line that are named by addresses */
    SparkCommand(Console console, RemoteFiles remote) {
        super(console);
        this.remote = remote;
    }

    @Override
    public Integer call() {
        checkSplit();
        console().configureLogging();
        List<StyleTransferRequest> requests = requests();
        if (requests.size() > 1 && cluster.job() != null) {
            throw usageError("--job: is for one input; each of several has a job beside its result");
        }
        makeResultFolder();
        return new ClusterRun(cluster, remote, bounds(), console(), failures())
                .run(requests)
                .status();
    }
}
