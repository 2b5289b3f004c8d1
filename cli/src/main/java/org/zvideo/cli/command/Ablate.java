package org.zvideo.cli.command;

import java.util.OptionalLong;
import java.util.concurrent.Callable;
import org.zvideo.cli.option.MachineArguments;
import org.zvideo.cli.option.MethodArguments;
import org.zvideo.cli.option.StudyArguments;
import org.zvideo.cli.option.TimeConverter;
import org.zvideo.cli.terminal.Console;
import org.zvideo.cli.terminal.ExitCode;
import org.zvideo.core.StyleTransferOptions;
import org.zvideo.video.Clip;
import org.zvideo.video.study.PaperTables;
import org.zvideo.video.study.Study;
import org.zvideo.video.study.StudyInputs;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command {@code zvideo ablate}: the rows of Tables III and IV. */
@Command(
        name = "ablate",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        usageHelpAutoWidth = true,
        description = "Computes the rows of the paper's ablations: Table IV (steps, layers, arrangements, SAIN,"
                + " lambda) on the pictures among the contents, and Table III (none, attention, full with "
                + "both gradients) on the videos. Finished rows are kept; the same command resumes after " + "them.")
final class Ablate implements Callable<Integer> {
    @Mixin
    private StudyArguments study = new StudyArguments();

    @Option(
            names = "--from",
            paramLabel = "TIME",
            converter = TimeConverter.class,
            defaultValue = "0",
            description = "Start videos at this time: seconds, M:SS or H:MM:SS.")
    private double from;

    @Option(
            names = "--frames",
            paramLabel = "N",
            defaultValue = "12",
            description = "Use N frames of each video (default ${DEFAULT-VALUE}).")
    private long frames;

    @ArgGroup(validate = false, heading = "%nMethod, where a row does not say otherwise:%n")
    private MethodArguments method = new MethodArguments();

    @ArgGroup(validate = false, heading = "%nModel and machine:%n")
    private MachineArguments machine = new MachineArguments();

    @Mixin
    private final Console console;

    Ablate(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        console.configureLogging();
        StyleTransferOptions options = method.options(console::warning);
        Clip clip = new Clip(from, OptionalLong.of(frames));
        StudyInputs inputs = study.inputs();
        try (StudyRun run = new StudyRun(console, study, inputs, machine.request(), options, method.lambda, clip)) {
            PaperTables tables = new PaperTables(options, method.lambda);
            int styles = inputs.styles().size();
            if (!inputs.pictures().isEmpty()) {
                run.table(
                        "table-4",
                        tables.fourth(),
                        styles * (1 + inputs.pictures().size()),
                        Study::pictures);
            }
            if (!inputs.clips().isEmpty()) {
                run.table(
                        "table-3",
                        tables.third(),
                        styles * (1 + (int) frames * inputs.clips().size()),
                        Study::clips);
            }
        }
        return ExitCode.OK.status();
    }
}
