package org.zvideo.cli.command;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.zvideo.cli.command.PreviewSheet.Variant;
import org.zvideo.cli.option.AppearanceArguments;
import org.zvideo.cli.option.FilterArguments;
import org.zvideo.cli.option.FrameMethodArguments;
import org.zvideo.cli.option.GivenOptions;
import org.zvideo.cli.option.InputArguments;
import org.zvideo.cli.option.MachineArguments;
import org.zvideo.cli.option.MaskArguments;
import org.zvideo.cli.option.PresetFile;
import org.zvideo.cli.option.StyleArgument;
import org.zvideo.cli.option.StyleChoice;
import org.zvideo.cli.option.StyleTimeArguments;
import org.zvideo.cli.option.TimeConverter;
import org.zvideo.cli.terminal.Console;
import org.zvideo.cli.terminal.ExitCode;
import org.zvideo.cli.terminal.Progress;
import org.zvideo.core.edit.Arrangement;
import org.zvideo.core.error.Usage;
import org.zvideo.core.image.RgbImage;
import org.zvideo.video.Clip;
import org.zvideo.video.file.FileName;
import org.zvideo.video.file.OutputFile;
import org.zvideo.video.file.OutputFiles;
import org.zvideo.video.job.FramePreview;
import org.zvideo.video.job.LoadedModel;
import org.zvideo.video.job.RequestCheck;
import org.zvideo.video.job.StyleTransferJob;
import org.zvideo.video.job.Work;
import org.zvideo.video.picture.StillImage;
import org.zvideo.video.plot.ContactSheet;
import org.zvideo.video.request.Effort;
import org.zvideo.video.request.Source;
import org.zvideo.video.request.StyleTransferRequest;
import org.zvideo.video.request.Target;
import org.zvideo.video.shot.CutSpec;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code zvideo preview}. */
@Command(
        name = "preview",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        usageHelpAutoWidth = true,
        description =
                "Stylizes one frame, as the first of a run that starts there, and shows it next to its source in a"
                        + " picture; or several variants, to choose from.")
final class Preview implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    private static final int CELL = 320;

    @Parameters(index = "0", paramLabel = "IN", description = "The video or picture.")
    private Path input;

    @Option(
            names = {"-s", "--style"},
            required = true,
            paramLabel = "ART[:L]",
            converter = StyleArgument.Converter.class,
            description = "The style picture; several are mixed, or compared with --sheet styles.")
    private List<StyleArgument> styles;

    @Option(
            names = "--at",
            paramLabel = "TIME",
            converter = TimeConverter.class,
            defaultValue = "0",
            description = "Frame of a video: seconds, M:SS or H:MM:SS (default the first).")
    private double at;

    @Option(
            names = "--sheet",
            paramLabel = "WHAT",
            description = "What to compare, one labeled picture each: lambda, strengths, styles or presets.")
    private PreviewSheet sheet;

    @Option(names = "-o", paramLabel = "OUT.png", description = "The picture (default IN-stem.preview.png).")
    private Path output;

    @Option(names = "-y", description = "Replace an existing file.")
    private boolean replace;

    @ArgGroup(validate = false, heading = "%nStyle over time:%n")
    private StyleTimeArguments styleTimes = new StyleTimeArguments();

    @ArgGroup(validate = false, heading = "%nAppearance:%n")
    private AppearanceArguments appearance = new AppearanceArguments();

    @ArgGroup(validate = false, heading = "%nRegions:%n")
    private MaskArguments masks = new MaskArguments();

    @ArgGroup(validate = false, heading = "%nFilters:%n")
    private FilterArguments filters = new FilterArguments();

    @ArgGroup(validate = false, heading = "%nMethod:%n")
    private FrameMethodArguments method = new FrameMethodArguments();

    @ArgGroup(validate = false, heading = "%nModel and machine:%n")
    private MachineArguments machine = new MachineArguments();

    @ArgGroup(validate = false, heading = "%nInput:%n")
    private InputArguments reading = new InputArguments();

    @Mixin
    private final Console console;

    Preview(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        console.configureLogging();
        check();
        Path target = output == null ? FileName.beside(input, ".preview.png") : output;
        RequestCheck.names(input, target, true);
        StyleTransferRequest request = request(target);
        try (OutputFiles files = new OutputFiles(StyleTransferJob.inputs(List.of(request)), console::warning);
                OutputFile file = files.claim(target, replace)) {
            file.write(StillImage.encode(drawn(request), file.target()));
            file.commit();
        }
        console.result(target);
        return ExitCode.OK.status();
    }

    private void check() {
        GivenOptions given = new GivenOptions(spec.commandLine().getParseResult());
        boolean picture = StillImage.isPicture(input);
        given.requireVideo("--at", input, picture);
        given.ofVideos().forEach(option -> given.requireVideo(option, input, picture));
        if (sheet != null) {
            given.requireNone(List.of("--style-at"), ", since a sheet compares variants of one frame");
        }
        given.requirePartners(method.request().ties(), method.arrangement == Arrangement.ADD);
        Usage.check(() -> filters.request().check());
        if (sheet == PreviewSheet.LAMBDA) {
            boolean own = styles.stream().anyMatch(style -> style.lambda().isPresent());
            if (own || given.has("--lambda")) {
                throw new ParameterException(
                        spec.commandLine(),
                        "--sheet lambda takes values of its own: give it without "
                                + (own ? "the number behind --style" : "--lambda"));
            }
        }
        if (sheet == PreviewSheet.STRENGTHS) {
            given.requireNone(List.of("--strength"), " with --sheet strengths, which takes values of its own");
        }
    }

    /** The same as for a run whose first frame is the one that is shown. */
    private StyleTransferRequest request(Path target) {
        StyleChoice chosen = styleTimes.of(input, styles, method.lambda);
        return Usage.checked(() -> new StyleTransferRequest(
                new Source(input, Clip.WHOLE, reading.options()),
                chosen.styles(),
                chosen.schedule(),
                masks.request(),
                masks.over(method.request(appearance)),
                Effort.Chosen.of(method.preset),
                CutSpec.parse("none"),
                filters.request(),
                machine.request(),
                Target.of(StillImage.isPicture(input) ? target : target.resolveSibling("preview.mkv")),
                Optional.empty(),
                PresetFile.of(spec.commandLine()).stream().toList()));
    }

    private RgbImage drawn(StyleTransferRequest request) {
        List<Variant> variants = sheet == null ? List.of(Variant.of("", request)) : sheet.of(request);
        List<StyleTransferRequest> requests =
                variants.stream().map(Variant::request).distinct().toList();
        Map<StyleTransferRequest, FramePreview> made = new HashMap<>();
        try (LoadedModel model = new LoadedModel();
                Progress progress = console.starts(Work.PICTURE)) {
            progress.expect(requests.size());
            for (StyleTransferRequest each : requests) {
                made.put(each, FramePreview.of(model, each, at, new OnOneBar(console, progress)));
            }
        }
        RgbImage source = made.get(requests.get(0)).source();
        List<RgbImage> results = variants.stream()
                .map(variant -> made.get(variant.request()).finished(variant.look()))
                .toList();
        return sheet == null ? beside(source, results.get(0)) : sheet(source, variants, results);
    }

    /** Source on the left, result on the right, each in its own size: filters may change that of the result. */
    private static RgbImage beside(RgbImage source, RgbImage result) {
        RgbImage both = new RgbImage(source.width() + result.width(), Math.max(source.height(), result.height()));
        copy(source, both, 0);
        copy(result, both, source.width());
        return both;
    }

    private static void copy(RgbImage from, RgbImage to, int x) {
        for (int y = 0; y < from.height(); y++) {
            System.arraycopy(
                    from.pixels(), 3 * y * from.width(), to.pixels(), 3 * (y * to.width() + x), 3 * from.width());
        }
    }

    private static RgbImage sheet(RgbImage source, List<Variant> variants, List<RgbImage> results) {
        List<String> headings = new ArrayList<>(List.of("source"));
        variants.forEach(variant -> headings.add(variant.label()));
        List<RgbImage> row = new ArrayList<>(List.of(source));
        row.addAll(results);
        ContactSheet drawn = new ContactSheet(headings, CELL);
        drawn.row("", row);
        return drawn.image();
    }
}
