package org.zvideo.cli.command;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.zvideo.cli.option.CarryArguments;
import org.zvideo.cli.option.GivenOptions;
import org.zvideo.cli.option.MachineArguments;
import org.zvideo.cli.option.MethodArguments;
import org.zvideo.cli.option.StudyArguments;
import org.zvideo.cli.terminal.Console;
import org.zvideo.cli.terminal.ExitCode;
import org.zvideo.core.StyleTransferOptions;
import org.zvideo.core.diffusion.FrameTies;
import org.zvideo.core.edit.Arrangement;
import org.zvideo.core.error.Usage;
import org.zvideo.video.Clip;
import org.zvideo.video.ReadOptions;
import org.zvideo.video.VideoReader;
import org.zvideo.video.request.FlowPart;
import org.zvideo.video.request.FrameTieRequest;
import org.zvideo.video.study.ClipRows;
import org.zvideo.video.study.ClipStudy;
import org.zvideo.video.study.Making;
import org.zvideo.video.study.OtherResults;
import org.zvideo.video.study.PaperTables;
import org.zvideo.video.study.StudyInputs;
import org.zvideo.video.study.Variant;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command {@code zvideo evaluate}: Table II's row, and those of other programs. */
@Command(
        name = "evaluate",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        usageHelpAutoWidth = true,
        description =
                "Stylizes every content with every style and measures how much of both is left in the "
                        + "results (the paper's Table II), with two baselines: the content itself and the style itself. Videos are "
                        + "measured by how they hold together as well, in a table of their own. --row adds what other programs made.")
final class Evaluate implements Callable<Integer> {
    private static final String CONTENT_ITSELF = "content-itself";
    private static final String PICTURES = "II";
    private static final String CLIPS = "II-clips";

    @Spec
    private CommandSpec spec;

    @Mixin
    private StudyArguments study = new StudyArguments();

    @Option(
            names = "--row",
            paramLabel = "NAME=DIR",
            description =
                    "A row of what another program made: files of DIR named CONTENT--STYLE like the contents and styles, or"
                            + " CONTENT alone if there is one style; repeatable.")
    private Map<String, Path> rows = new LinkedHashMap<>();

    @ArgGroup(validate = false, heading = "%nMethod:%n")
    private MethodArguments method = new MethodArguments();

    @ArgGroup(validate = false, heading = "%nCarrying, with --temporal flow:%n")
    private CarryArguments carry = new CarryArguments();

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
        StudyInputs inputs = study.inputs();
        boolean clips = !inputs.clips().isEmpty();
        FrameTieRequest ties = Usage.checked(() -> carry.over(method.request()).ties());
        GivenOptions given = new GivenOptions(spec.commandLine().getParseResult());
        given.requireVideos(clips);
        given.requirePartners(ties, method.arrangement == Arrangement.ADD);
        method.ties().requireEffect();
        StyleTransferOptions options = method.options(console::warning);
        List<OtherResults> others = others(inputs);
        Map<String, Object> settings = new TreeMap<>();
        if (clips) {
            settings.put("cuts", study.cuts().text());
            settings.put("flow", study.flow().text());
            settings.put(
                    "flowParts",
                    ties.flow().parts().stream().map(FlowPart::name).sorted().toList());
            settings.put("carried", ties.flow().transport());
        }
        List<Path> files = others.stream()
                .flatMap(results -> results.files().values().stream())
                .toList();
        try (StudyRun run =
                new StudyRun(console, study, inputs, machine.request(), options, method.lambda, files, settings)) {
            if (!inputs.pictures().isEmpty()) {
                pictures(run, inputs, options, others);
            }
            if (clips) {
                clips(run, inputs, options, ties, others);
            }
        }
        return ExitCode.OK.status();
    }

    private List<OtherResults> others(StudyInputs inputs) {
        List<OtherResults> others = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        rows.forEach((name, folder) -> others.add(OtherResults.find(name, folder, inputs, problems)));
        problems.forEach(console::warning);
        return others;
    }

    private void pictures(StudyRun run, StudyInputs inputs, StyleTransferOptions options, List<OtherResults> others) {
        long pieces = inputs.styles().size() * (1L + inputs.pictures().size());
        List<Variant> built = List.of(
                new PaperTables(options, method.lambda).second().get(0),
                new Variant(PICTURES, CONTENT_ITSELF, "the content itself", options, method.lambda, Map.of()),
                new Variant(PICTURES, "style-itself", "the style itself", options, method.lambda, Map.of()));
        Map<String, OtherResults> given = given(others, inputs.pictures(), inputs);
        run.table(
                "evaluation",
                withOthers(built, PICTURES, options, given),
                row -> row.id().equals(Variant.OURS) ? pieces : 0,
                (measured, row) -> given.containsKey(row.id())
                        ? measured.others(row, given.get(row.id()))
                        : row.id().equals(Variant.OURS)
                                ? measured.pictures(row)
                                : measured.copies(row, row.id().equals(CONTENT_ITSELF)));
    }

    private void clips(
            StudyRun run,
            StudyInputs inputs,
            StyleTransferOptions options,
            FrameTieRequest along,
            List<OtherResults> others) {
        long frames = inputs.clips().stream().mapToLong(Evaluate::frames).sum();
        long pieces = inputs.styles().size() + inputs.styles().size() * frames;
        FrameTies ties = options.method().ties();
        Variant untied = new ClipRows(options, ties, ties, along.flow(), method.lambda).untied();
        List<Variant> built = List.of(
                untied,
                new Variant(CLIPS, "method", Variant.OURS, options, method.lambda, Map.of(), Making.of(along)),
                new Variant(
                        CLIPS, CONTENT_ITSELF, "the content itself", options, method.lambda, Map.of(), Making.SOURCE));
        Map<String, OtherResults> given = given(others, inputs.clips(), inputs);
        run.table(
                "evaluation-clips",
                withOthers(built, CLIPS, options, given),
                row -> row.id().equals(untied.id()) || row.id().equals("method") ? pieces : 0,
                (pictures, row) -> {
                    ClipStudy measured = new ClipStudy(pictures, untied, Clip.WHOLE, study.cuts(), study.flow());
                    return given.containsKey(row.id()) ? measured.others(row, given.get(row.id())) : measured.row(row);
                });
    }

    private static long frames(Path clip) {
        try (VideoReader reader = VideoReader.open(clip, Clip.WHOLE, ReadOptions.DEFAULT)) {
            return reader.info().frames();
        }
    }

    /** The rows that have results of these contents, by their ids. */
    private static Map<String, OtherResults> given(List<OtherResults> others, List<Path> contents, StudyInputs inputs) {
        Map<String, OtherResults> given = new LinkedHashMap<>();
        others.stream()
                .filter(results -> results.has(contents, inputs.styles()))
                .forEach(results -> given.put(results.id(), results));
        return given;
    }

    private List<Variant> withOthers(
            List<Variant> built, String table, StyleTransferOptions options, Map<String, OtherResults> others) {
        return Stream.concat(
                        built.stream(),
                        others.entrySet().stream()
                                .map(other -> new Variant(
                                        table,
                                        other.getKey(),
                                        other.getValue().name(),
                                        options,
                                        method.lambda,
                                        Map.of())))
                .toList();
    }
}
