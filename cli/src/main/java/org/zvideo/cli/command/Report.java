package org.zvideo.cli.command;

import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.zvideo.cli.option.Bounds;
import org.zvideo.cli.option.FileConverter;
import org.zvideo.cli.option.InputArguments;
import org.zvideo.cli.terminal.Console;
import org.zvideo.cli.terminal.ExitCode;
import org.zvideo.cli.terminal.Progress;
import org.zvideo.cli.terminal.SummaryLine;
import org.zvideo.core.error.ErrorKind;
import org.zvideo.video.MediaInfo;
import org.zvideo.video.error.MediaException;
import org.zvideo.video.file.FileName;
import org.zvideo.video.file.InputFiles;
import org.zvideo.video.file.OutputFiles;
import org.zvideo.video.picture.StillImage;
import org.zvideo.video.report.Comparison;
import org.zvideo.video.report.ConsistencyReport;
import org.zvideo.video.report.MeasuredFlow;
import org.zvideo.video.report.Measuring;
import org.zvideo.video.report.ReportFiles;
import org.zvideo.video.report.Requirement.Need;
import org.zvideo.video.report.SeveralResults;
import org.zvideo.video.shot.CutSpec;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command {@code zvideo report}. */
@Command(
        name = "report",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        usageHelpAutoWidth = true,
        description =
                "Measures how consistent and how sharp videos are compared with their source, whichever program made "
                        + "them, and with --style how near they are to the style. "
                        + "Writes a page, a summary and one line per frame: NAME.report.html, NAME.report.json, "
                        + "NAME.stats.jsonl.")
final class Report implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "SOURCE", description = "The source.")
    private Path source;

    @Parameters(
            index = "1..*",
            arity = "1..*",
            converter = FileConverter.OfList.class,
            paramLabel = "RESULT",
            description = "The video that was made from it. Several results are put on one page.")
    private List<Path> results;

    @Option(
            names = "-o",
            paramLabel = "NAME.html",
            description = "Names the files: NAME.report.html, NAME.report.json, NAME.stats.jsonl (default those of "
                    + "RESULT; of SOURCE if there are several results).")
    private Path output;

    @Option(
            names = {"-s", "--style"},
            paramLabel = "ART",
            description = "A picture whose style the result has, to measure how near it is; repeatable.")
    private List<Path> styles = List.of();

    @Option(
            names = "--require",
            paramLabel = "BOUND",
            description =
                    "End with status 6 unless every result meets the bound, like warp<0.03; repeatable. Measures: "
                            + Bounds.MEASURES)
    private List<String> requirements = List.of();

    @Option(
            names = "--reference",
            paramLabel = "NONE",
            description = "A result of the same model with --temporal none, for ghost and for sharpness beside it.")
    private Path reference;

    @Option(
            names = "--model",
            paramLabel = "DIR|FILE",
            description =
                    "Measure how far the results are from their content with this Stable Diffusion model's encoder.")
    private Path model;

    @Option(
            names = "--vgg",
            paramLabel = "FILE",
            description =
                    "Measure that with VGG19's weights (safetensors, torchvision's names), at the size of the model.")
    private Path vgg;

    @Option(
            names = "--measure-flow",
            paramLabel = "dis|farneback",
            defaultValue = "dis",
            description =
                    "The optical flow along which to measure (default ${DEFAULT-VALUE}). A second one after a comma adds"
                            + " the warped error along it.")
    private String measureFlow;

    @Option(
            names = "--cuts",
            paramLabel = "auto|none|FILE",
            defaultValue = "auto",
            description = "Where shots of the source start (default ${DEFAULT-VALUE}).")
    private CutSpec cuts;

    @Option(names = "-y", description = "Replace existing files.")
    private boolean replace;

    @ArgGroup(validate = false, heading = "%nInput:%n")
    private InputArguments reading = new InputArguments();

    @Mixin
    private final Console console;

    Report(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        console.configureLogging();
        Bounds bounds = Bounds.of(requirements).require(known(), true);
        if (results.stream().distinct().count() < results.size()) {
            throw new MediaException(ErrorKind.USAGE, "a result is given twice; name each once");
        }
        Path name = output != null ? named(output) : results.size() == 1 ? results.get(0) : source;
        MeasuredFlow flow = bounds.flow(measureFlow);
        List<ConsistencyReport> measured;
        try (ContentNetwork network = ContentNetwork.open(model, vgg)) {
            measured = measure(name, network.added(Measuring.DEFAULT.along(flow)));
        }
        console.result(ReportFiles.of(name).get(2));
        boolean met = true;
        for (int n = 0; n < results.size(); n++) {
            ConsistencyReport report = measured.get(n);
            String whose = results.size() == 1 ? "" : results.get(n) + ": ";
            report.warning().ifPresent(soft -> console.warning(whose + soft));
            console.result(whose + SummaryLine.of(report));
            met &= bounds.judge(report, line -> console.result(whose + line));
        }
        return (met ? ExitCode.OK : ExitCode.BOUND_NOT_MET).status();
    }

    private List<ConsistencyReport> measure(Path name, Measuring known) {
        InputFiles read = InputFiles.of(source);
        results.forEach(read::add);
        styles.forEach(read::add);
        Stream.of(reference, model, vgg).filter(Objects::nonNull).forEach(read::add);
        cuts.listFile().ifPresent(read::add);
        Optional<Path> untied = Optional.ofNullable(reference);
        Measuring measuring =
                known.withStyles(styles.stream().map(StillImage::readStyle).toList());
        Progress progress = console.progress("frame");
        try (OutputFiles files = new OutputFiles(read, console::warning);
                ReportFiles report = ReportFiles.claim(files, name, true, file -> replace)) {
            Watcher watcher = new Watcher(progress);
            List<ConsistencyReport> measured = results.size() == 1
                    ? List.of(new Comparison(source, results.get(0), untied, reading.options(), measuring)
                            .run(cuts.open(), report, watcher))
                    : new SeveralResults(source, results, untied, reading.options(), measuring)
                            .run(cuts::open, report, watcher);
            report.commit();
            return measured;
        } finally {
            progress.clear();
        }
    }

    /** What is known beside source and results. */
    private Set<Need> known() {
        Set<Need> known = EnumSet.of(Need.OTHER_FLOW);
        if (!styles.isEmpty()) {
            known.add(Need.STYLE);
        }
        if (reference != null) {
            known.add(Need.REFERENCE);
        }
        if (model != null || vgg != null) {
            known.add(Need.CONTENT);
        }
        return known;
    }

    /** Counts the frames of all results. */
    private final class Watcher implements Comparison.Listener {
        private final Progress progress;
        private long expected;

        private Watcher(Progress progress) {
            this.progress = progress;
        }

        @Override
        public void opened(MediaInfo info) {
            expected += info.frames();
            progress.expect(expected);
        }

        @Override
        public void read() {
            console.checkpoint();
        }

        @Override
        public void compared() {
            progress.step(1, 1);
            progress.unitDone();
        }
    }

    private static Path named(Path page) {
        String name = FileName.name(page);
        String stem = name.toLowerCase(Locale.ROOT).replaceFirst("(\\.report)?\\.html?$", "");
        if (stem.length() == name.length()) {
            throw new MediaException(ErrorKind.USAGE, "output " + page + ": name it .html");
        }
        return page.resolveSibling(name.substring(0, stem.length()) + ".html");
    }
}
