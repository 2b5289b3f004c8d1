package org.zvideo.cluster;

import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.zvideo.cli.command.SplitCommand;
import org.zvideo.cli.terminal.Console;
import org.zvideo.cli.terminal.ExitCode;
import org.zvideo.core.error.ErrorKind;
import org.zvideo.video.error.MediaException;
import org.zvideo.video.farm.JobFolder;
import org.zvideo.video.farm.ShotList;
import org.zvideo.video.job.ShotPlanning;
import org.zvideo.video.request.StyleTransferRequest;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command {@code zvideo-spark bench}. */
@Command(
        name = "bench",
        customSynopsis = "zvideo-spark bench IN --style ART[:L] [OPTIONS]",
        description =
                "Computes the units of a video with 1, 2 and 4 slots of this machine, and compares the frames a second"
                        + " with those that the model of zvideo-spark plan expects of as many machines. Keeps nothing.",
        footer = "")
final class BenchCommand extends SplitCommand {
    @Option(
            names = "--workers",
            paramLabel = "N,N",
            split = ",",
            defaultValue = "1,2,4",
            description = "Numbers of slots (default ${DEFAULT-VALUE}).")
    private List<Integer> workers;

    BenchCommand(Console console) {
        super(console);
    }

    /** What was measured. */
    private record Measured(ShotList list, double seconds) {}

    @Override
    public Integer call() {
        checkSplit();
        console().configureLogging();
        StyleTransferRequest request = requests().get(0);
        console()
                .result(String.format(
                        Locale.ROOT,
                        "%d cores here%n%7s %9s %9s %9s %9s %9s",
                        Runtime.getRuntime().availableProcessors(),
                        "slots",
                        "seconds",
                        "frames/s",
                        "speed-up",
                        "model",
                        "ratio"));
        measured(request, 1); // Java compiles what is often used, and the first run would pay for it
        ScalingModel model = null;
        double first = 0;
        for (int slots : workers) {
            if (slots < 1) {
                throw usageError("--workers " + slots + ": expected 1 or more");
            }
            Measured measured = measured(request, slots);
            if (model == null) {
                List<Long> frames = PlanCommand.unitFrames(measured.list);
                double one = measured.seconds / new ScalingModel(frames, 1, 0, 0).unitSeconds(slots);
                model = new ScalingModel(frames, one, 0, 0);
                first = measured.seconds;
            }
            double expected = model.unitSeconds(workers.get(0)) / model.unitSeconds(slots);
            console()
                    .result(String.format(
                            Locale.ROOT,
                            "%7d %9.1f %9.2f %9.2f %9.2f %9.2f",
                            slots,
                            measured.seconds,
                            model.frames() / measured.seconds,
                            first / measured.seconds,
                            expected,
                            first / measured.seconds / expected));
        }
        return ExitCode.OK.status();
    }

    /** Seconds from Spark's start to its end, with the time in which models are loaded. */
    private Measured measured(StyleTransferRequest request, int slots) {
        return Scratch.withJob(folder -> measured(request, slots, folder));
    }

    private Measured measured(StyleTransferRequest request, int slots, JobFolder folder) {
        ShotList list = new ShotPlanning(request, folder).run(Integer.MAX_VALUE, console());
        int threads = list.request(folder.base()).machine().threads().orElse(1);
        SparkRun run = new SparkRun(
                SparkArguments.here(threads, slots),
                new UnitQueue.Options(slots, false, null, 0),
                List.of(),
                console());
        long start = System.nanoTime();
        List<FailedShot> failed = run.run(
                List.of(ClusterJob.shared(list, folder)),
                List.of(IntStream.range(0, list.units().size()).boxed().toList()),
                0);
        double seconds = (System.nanoTime() - start) / 1e9;
        if (!failed.isEmpty()) {
            throw new MediaException(ErrorKind.BAD_INPUT, failed.get(0).line());
        }
        return new Measured(list, seconds);
    }
}
