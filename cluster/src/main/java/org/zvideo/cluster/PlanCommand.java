package org.zvideo.cluster;

import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.zvideo.cli.command.SplitCommand;
import org.zvideo.cli.terminal.Console;
import org.zvideo.cli.terminal.ExitCode;
import org.zvideo.video.MediaInfo;
import org.zvideo.video.VideoReader;
import org.zvideo.video.farm.JobFolder;
import org.zvideo.video.farm.ShotList;
import org.zvideo.video.job.FrameEstimate;
import org.zvideo.video.job.LoadedModel;
import org.zvideo.video.job.ShotPlanning;
import org.zvideo.video.plan.Durations;
import org.zvideo.video.request.StyleTransferRequest;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command {@code zvideo-spark plan}. */
@Command(
        name = "plan",
        customSynopsis = "zvideo-spark plan IN --style ART[:L] [OPTIONS]",
        description =
                "Finds the shots of a video, measures a few frames on this machine, and estimates time and cost on"
                        + " 1, 10, 100 and 1000 machines like it. Keeps nothing.",
        footer = "")
final class PlanCommand extends SplitCommand {
    private static final List<Integer> MACHINES = List.of(1, 10, 100, 1000);
    private static final double SECONDS_PER_HOUR = 3600;

    @Option(
            names = "--price",
            paramLabel = "P",
            defaultValue = "0.08",
            description = "Price of a machine for an hour, in any currency (default ${DEFAULT-VALUE}).")
    private double price;

    @Option(
            names = "--start-time",
            paramLabel = "S",
            defaultValue = "60",
            description = "Seconds until a machine is ready (default ${DEFAULT-VALUE}).")
    private double startSeconds;

    PlanCommand(Console console) {
        super(console);
    }

    @Override
    public Integer call() {
        checkSplit();
        console().configureLogging();
        for (StyleTransferRequest request : requests()) {
            Scratch.withJob(folder -> {
                plan(request, folder);
                return folder;
            });
        }
        return ExitCode.OK.status();
    }

    private void plan(StyleTransferRequest request, JobFolder folder) {
        try (LoadedModel model = new LoadedModel()) {
            ShotList list = new ShotPlanning(request, folder).run(Integer.MAX_VALUE, console());
            double seconds = FrameEstimate.seconds(list, folder, model, console());
            tell(list, new ScalingModel(unitFrames(list), seconds, startSeconds, serialSeconds(request)));
        }
    }

    static List<Long> unitFrames(ShotList list) {
        return IntStream.range(0, list.units().size()).mapToObj(list::frames).toList();
    }

    static double serialSeconds(StyleTransferRequest request) {
        try (VideoReader reader = VideoReader.open(
                request.source().file(),
                request.source().clip(),
                request.source().reading())) {
            MediaInfo info = reader.info();
            return ScalingModel.serialSeconds((long) info.width() * info.height());
        }
    }

    private void tell(ShotList list, ScalingModel model) {
        console()
                .result(list.units().size() + " units with " + list.frames() + " frames; the longest shot has "
                        + list.frames(0) + " frames, so more than "
                        + String.format(Locale.ROOT, "%.1f", model.bound()) + " machines are of no use");
        console()
                .result(String.format(
                        Locale.ROOT,
                        "%.2f s a frame on this machine; a machine costs %s an hour and is ready after %.0f s",
                        model.frameSeconds(),
                        price,
                        startSeconds));
        console()
                .result(String.format(
                        Locale.ROOT,
                        "%8s %12s %9s %14s %10s",
                        "machines",
                        "time",
                        "speed-up",
                        "machine-hours",
                        "cost"));
        for (int machines : MACHINES) {
            double seconds = model.seconds(machines);
            double hours = machines * seconds / SECONDS_PER_HOUR;
            console()
                    .result(String.format(
                            Locale.ROOT,
                            "%8d %12s %9.1f %14.2f %10.2f",
                            machines,
                            Durations.clock(seconds),
                            model.seconds(1) / seconds,
                            hours,
                            hours * price));
        }
    }
}
