package org.zvideo.cli.command;

import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.Callable;
import org.zvideo.cli.option.Bounds;
import org.zvideo.cli.option.CarryArguments;
import org.zvideo.cli.option.EncodingArguments;
import org.zvideo.cli.option.InputArguments;
import org.zvideo.cli.terminal.Console;
import org.zvideo.cli.terminal.ExitCode;
import org.zvideo.core.error.Usage;
import org.zvideo.video.file.InputFiles;
import org.zvideo.video.job.SteadyJob;
import org.zvideo.video.picture.StillImage;
import org.zvideo.video.report.ConsistencyReport;
import org.zvideo.video.report.MeasuredFlow;
import org.zvideo.video.report.Requirement.Need;
import org.zvideo.video.request.FlowRequest;
import org.zvideo.video.request.Target;
import org.zvideo.video.shot.CutSpec;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command {@code zvideo steady}. */
@Command(
        name = "steady",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        usageHelpAutoWidth = true,
        description =
                "Steadies a video that any program made of a source: its tone and palette are carried along the motion of"
                        + " the source, as zvideo --temporal flow does. Needs no model. Sound and times are those of RESULT. Writes"
                        + " a report of the steadied video beside it.")
final class Steady implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "SOURCE", description = "The source.")
    private Path source;

    @Parameters(index = "1", paramLabel = "RESULT", description = "The video that was made from it.")
    private Path made;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "OUT",
            required = true,
            description = "The steadied video.")
    private Path output;

    @Mixin
    private final EncodingArguments encoding = new EncodingArguments();

    @ArgGroup(validate = false, heading = "%nCarrying:%n")
    private CarryArguments carry = new CarryArguments();

    @Option(names = "--long-range", description = "Carry frames of ten frames ago as well: holds what drifts slowly.")
    private boolean longRange;

    @Option(
            names = "--cuts",
            paramLabel = "auto|none|FILE",
            defaultValue = "auto",
            description = "Where shots of the source start: nothing is carried over a cut (default ${DEFAULT-VALUE}).")
    private CutSpec cuts;

    @Option(
            names = {"-s", "--style"},
            paramLabel = "ART",
            description = "A picture whose style RESULT has, for the report; repeatable.")
    private List<Path> styles = List.of();

    @Option(
            names = "--measure-flow",
            paramLabel = "dis|farneback",
            defaultValue = "dis",
            description =
                    "The optical flow along which to measure (default ${DEFAULT-VALUE}, along which frames are carried"
                            + " too). A second one after a comma adds the warped error along it.")
    private String measureFlow;

    @Option(
            names = "--require",
            paramLabel = "BOUND",
            description = "End with status 6 unless the bound is met, like warpratio<0.9; repeatable. Measures: "
                    + Bounds.MEASURES)
    private List<String> requirements = List.of();

    @ArgGroup(validate = false, heading = "%nInput:%n")
    private InputArguments reading = new InputArguments();

    @Mixin
    private final Console console;

    Steady(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        console.configureLogging();
        encoding.overwrite();
        Set<Need> known = EnumSet.of(Need.REFERENCE, Need.OTHER_FLOW);
        if (!styles.isEmpty()) {
            known.add(Need.STYLE);
        }
        Bounds bounds = Bounds.of(requirements).require(known, true);
        InputFiles read = InputFiles.of(source);
        read.add(made);
        styles.forEach(read::add);
        cuts.listFile().ifPresent(read::add);
        console.startsJob();
        SteadyJob job = Usage.checked(() -> new SteadyJob(
                source,
                made,
                reading.options(),
                cuts,
                carry.over(FlowRequest.DEFAULT),
                longRange,
                target(bounds.flow(measureFlow)),
                styles.stream().map(StillImage::readStyle).toList()));
        ConsistencyReport measured = job.run(read, console);
        return (bounds.judge(measured, console::result) ? ExitCode.OK : ExitCode.BOUND_NOT_MET).status();
    }

    private Target target(MeasuredFlow flow) {
        return new Target(
                output,
                encoding.codec(),
                encoding.quality(),
                OptionalLong.empty(),
                encoding.overwrite(),
                Optional.empty(),
                false,
                false,
                Optional.of(flow));
    }
}
