package org.zvideo.cli.command;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.zvideo.cli.option.Bounds;
import org.zvideo.cli.option.CarryArguments;
import org.zvideo.cli.option.FilmAppearanceArguments;
import org.zvideo.cli.option.OverwriteArguments;
import org.zvideo.cli.terminal.Console;
import org.zvideo.cli.terminal.ExitCode;
import org.zvideo.core.FrameConsistency;
import org.zvideo.core.error.Usage;
import org.zvideo.video.VideoCodec;
import org.zvideo.video.file.FileName;
import org.zvideo.video.job.RestyleJob;
import org.zvideo.video.report.ConsistencyReport;
import org.zvideo.video.report.MeasuredFlow;
import org.zvideo.video.report.Requirement.Need;
import org.zvideo.video.request.StyleTransferRequest;
import org.zvideo.video.request.Target;
import org.zvideo.video.resume.WorkFolder;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code zvideo restyle}. */
@Command(
        name = "restyle",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        usageHelpAutoWidth = true,
        description =
                "Makes a result once more with another appearance, in seconds and without the model, from the work"
                        + " folder that --keep-work left. What is not given stays as it was.")
final class Restyle implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "OUT.zvideo", description = "The work folder, or the result beside it.")
    private Path kept;

    @ArgGroup(validate = false, heading = "%nAppearance:%n")
    private FilmAppearanceArguments appearance = new FilmAppearanceArguments();

    @ArgGroup(validate = false, heading = "%nCarrying:%n")
    private CarryArguments carry = new CarryArguments();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "OUT",
            description = "The new result (default the former one, which it replaces if you agree).")
    private Path output;

    @Mixin
    private final OverwriteArguments existing = new OverwriteArguments();

    @Option(
            names = "--codec",
            paramLabel = "NAME",
            description = "h264, av1, vp9, ffv1, prores, gif or raw (default as before).")
    private VideoCodec codec;

    @Option(names = "--quality", paramLabel = "Q", description = "Quantizer of the codec (default as before).")
    private Integer quality;

    @Option(
            names = "--require",
            paramLabel = "BOUND",
            description = "End with status 6 unless the bound is met, like warp<0.03; repeatable.")
    private List<String> requirements = List.of();

    @Option(
            names = "--measure-flow",
            paramLabel = "dis|farneback",
            description = "The optical flow along which the report measures (default as before).")
    private String measureFlow;

    @Option(names = "--no-report", description = "Measure nothing and write no page (default as before).")
    private boolean noReport;

    @Mixin
    private final Console console;

    Restyle(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        console.configureLogging();
        existing.overwrite();
        if (noReport && (!requirements.isEmpty() || measureFlow != null)) {
            throw new ParameterException(
                    spec.commandLine(), "--no-report measures nothing: give it without --require and --measure-flow");
        }
        Bounds bounds = Bounds.of(requirements).require(EnumSet.of(Need.STYLE, Need.OTHER_FLOW), false);
        Path folder = Files.isDirectory(kept) || !Files.exists(kept) && !Files.exists(WorkFolder.of(kept))
                ? kept
                : WorkFolder.of(kept);
        StyleTransferRequest before = RestyleJob.requestOf(folder);
        if (carry.given() && before.method().ties().temporal() != FrameConsistency.FLOW) {
            throw new ParameterException(
                    spec.commandLine(), "work folder " + kept + ": carries nothing; run the job with --temporal flow");
        }
        if (output == null && !isBeside(before.target().file(), folder)) {
            throw new ParameterException(
                    spec.commandLine(),
                    "work folder " + kept + ": no longer lies beside its result; name the new one with -o");
        }
        StyleTransferRequest request =
                Usage.checked(() -> before.withMethod(carry.over(appearance.over(before.method())))
                        .withTarget(target(before.target(), bounds)));
        console.startsJob();
        ConsistencyReport measured = new RestyleJob(folder, request).run(console);
        return (bounds.judge(measured, console::result) ? ExitCode.OK : ExitCode.BOUND_NOT_MET).status();
    }

    /** Whether a folder lies where the work folder of a result does: elsewhere its request must not choose what is written. */
    private static boolean isBeside(Path result, Path folder) {
        return WorkFolder.of(result)
                .toAbsolutePath()
                .normalize()
                .equals(folder.toAbsolutePath().normalize());
    }

    /** The former target, or another file; one of another kind is encoded as fits its own name. */
    private Target target(Target before, Bounds given) {
        boolean elsewhere = output != null && !output.equals(before.file());
        boolean otherKind = elsewhere && !FileName.ending(output).equals(FileName.ending(before.file()));
        return new Target(
                output == null ? before.file() : output,
                codec != null ? Optional.of(codec) : otherKind ? Optional.empty() : before.codec(),
                quality != null
                        ? OptionalInt.of(quality)
                        : otherKind || codec != null ? OptionalInt.empty() : before.quality(),
                before.startNumber(),
                existing.overwrite(),
                elsewhere ? Optional.empty() : before.comparison(),
                false,
                true,
                measured(before.measuredFlow(), given));
    }

    /** As before, unless something is asked for that needs measures, or none are wanted. */
    private Optional<MeasuredFlow> measured(Optional<MeasuredFlow> before, Bounds given) {
        boolean asked = measureFlow != null || !given.all().isEmpty();
        if (noReport || before.isEmpty() && !asked) {
            return Optional.empty();
        }
        String flow = measureFlow != null
                ? measureFlow
                : before.orElse(MeasuredFlow.DEFAULT).text();
        return Optional.of(given.flow(flow));
    }
}
