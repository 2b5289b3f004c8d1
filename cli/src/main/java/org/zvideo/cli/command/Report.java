package org.zvideo.cli.command;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.zvideo.cli.option.InputArguments;
import org.zvideo.cli.terminal.Console;
import org.zvideo.cli.terminal.ExitCode;
import org.zvideo.cli.terminal.Progress;
import org.zvideo.cli.terminal.SummaryLine;
import org.zvideo.core.error.ErrorKind;
import org.zvideo.core.error.Usage;
import org.zvideo.video.MediaInfo;
import org.zvideo.video.error.MediaException;
import org.zvideo.video.file.InputFiles;
import org.zvideo.video.file.OutputFiles;
import org.zvideo.video.report.Comparison;
import org.zvideo.video.report.ConsistencyReport;
import org.zvideo.video.report.ReportFiles;
import org.zvideo.video.report.Requirement;
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
        description = "Measures how consistent a video is compared with its source, whichever program made it. "
                + "Writes a page, a summary and one line per frame: NAME.report.html, NAME.report.json, "
                + "NAME.stats.jsonl.")
final class Report implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "SOURCE", description = "The source.")
    private Path source;

    @Parameters(index = "1", paramLabel = "RESULT", description = "The video that was made from it.")
    private Path result;

    @Option(
            names = "-o",
            paramLabel = "NAME.html",
            description = "Names the files: NAME.report.html, NAME.report.json, NAME.stats.jsonl (default those of "
                    + "RESULT).")
    private Path output;

    @Option(
            names = "--require",
            paramLabel = "BOUND",
            description = "End with status 6 unless the bound is met, like warp<0.03; repeatable. Measures: diff, "
                    + "variance, excess, warp, warp10, sharpness.")
    private List<String> requirements = List.of();

    @Option(
            names = "--cuts",
            paramLabel = "auto|none|FILE",
            defaultValue = "auto",
            description = "Where shots of the source start (default ${DEFAULT-VALUE}).")
    private String cuts;

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
        List<Requirement> bounds = Usage.checked(
                () -> requirements.stream().map(Requirement::parse).toList());
        Path name = output == null ? result : named(output);
        Progress progress = console.progress("frame");
        ConsistencyReport measured;
        InputFiles read = InputFiles.of(source, result);
        CutSpec.parse(cuts).listFile().ifPresent(read::add);
        try (OutputFiles files = new OutputFiles(read, console::warning);
                ReportFiles report = ReportFiles.claim(files, name, file -> replace)) {
            measured = new Comparison(source, result, reading.options())
                    .run(CutSpec.parse(cuts).open(), report, new Comparison.Listener() {
                        @Override
                        public void opened(MediaInfo info) {
                            progress.expect(info.frames());
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
                    });
            report.commit();
        } finally {
            progress.clear();
        }
        console.result(ReportFiles.of(name).get(2));
        console.result(SummaryLine.of(measured));
        bounds.forEach(bound -> console.result(bound.resultLine(measured)));
        return (bounds.stream().allMatch(bound -> bound.isMet(measured)) ? ExitCode.OK : ExitCode.BOUND_NOT_MET)
                .status();
    }

    private static Path named(Path page) {
        String name = page.getFileName().toString();
        String stem = name.toLowerCase(Locale.ROOT).replaceFirst("(\\.report)?\\.html?$", "");
        if (stem.length() == name.length()) {
            throw new MediaException(ErrorKind.USAGE, "output " + page + ": name it .html");
        }
        return page.resolveSibling(name.substring(0, stem.length()) + ".html");
    }
}
