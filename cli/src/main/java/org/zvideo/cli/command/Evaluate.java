package org.zvideo.cli.command;

import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.zvideo.cli.option.MachineArguments;
import org.zvideo.cli.option.MethodArguments;
import org.zvideo.cli.option.StudyArguments;
import org.zvideo.cli.terminal.Console;
import org.zvideo.cli.terminal.ExitCode;
import org.zvideo.core.StyleTransferOptions;
import org.zvideo.core.error.ErrorKind;
import org.zvideo.video.error.MediaException;
import org.zvideo.video.study.PaperTables;
import org.zvideo.video.study.Study;
import org.zvideo.video.study.StudyInputs;
import org.zvideo.video.study.StudyRow;
import org.zvideo.video.study.Variant;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The command {@code zvideo evaluate}: Table II's row. */
@Command(
        name = "evaluate",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        usageHelpAutoWidth = true,
        description = "Stylizes every content with every style and measures how much of both is left in the "
                + "results (the paper's Table II), with two baselines: the content itself and the style " + "itself.")
final class Evaluate implements Callable<Integer> {
    private static final String CONTENT_ITSELF = "content-itself";

    @Mixin
    private StudyArguments study = new StudyArguments();

    @ArgGroup(validate = false, heading = "%nMethod:%n")
    private MethodArguments method = new MethodArguments();

    @ArgGroup(validate = false, heading = "%nModel and machine:%n")
    private MachineArguments machine = new MachineArguments();

    @Mixin
    private final Console console;

    Evaluate(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        console.configureLogging();
        StyleTransferOptions options = method.options(console::warning);
        StudyInputs inputs = study.inputs();
        if (inputs.pictures().isEmpty()) {
            throw new MediaException(
                    ErrorKind.USAGE, "--content: no picture among the contents; " + "for videos see zvideo ablate");
        }
        try (StudyRun run = new StudyRun(console, study, inputs, machine.request(), options, method.lambda, Map.of())) {
            long pieces = inputs.styles().size() * (1L + inputs.pictures().size());
            List<Variant> rows = List.of(
                    new PaperTables(options, method.lambda).second().get(0),
                    new Variant("II", CONTENT_ITSELF, "the content itself", options, method.lambda, Map.of()),
                    new Variant("II", "style-itself", "the style itself", options, method.lambda, Map.of()));
            run.table("evaluation", rows, row -> row.id().equals(Variant.OURS) ? pieces : 0, Evaluate::row);
        }
        return ExitCode.OK.status();
    }

    private static StudyRow row(Study study, Variant variant) {
        return variant.id().equals(Variant.OURS)
                ? study.pictures(variant)
                : study.copies(variant, variant.id().equals(CONTENT_ITSELF));
    }
}
