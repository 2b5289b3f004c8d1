package org.zvideo.cli.command;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.zvideo.cli.option.FrameMethodArguments;
import org.zvideo.cli.option.GivenOptions;
import org.zvideo.cli.option.InputArguments;
import org.zvideo.cli.option.MachineArguments;
import org.zvideo.cli.option.PointConverter;
import org.zvideo.cli.option.TimeConverter;
import org.zvideo.cli.terminal.Console;
import org.zvideo.cli.terminal.ExitCode;
import org.zvideo.core.StyleTransfer;
import org.zvideo.core.StyleTransferOptions;
import org.zvideo.core.analysis.Analysis;
import org.zvideo.core.analysis.Analysis.Point;
import org.zvideo.core.attention.AttentionSite;
import org.zvideo.core.error.ErrorKind;
import org.zvideo.core.error.ZvideoException;
import org.zvideo.core.image.RgbImage;
import org.zvideo.video.Clip;
import org.zvideo.video.TimedFrames;
import org.zvideo.video.file.InputFiles;
import org.zvideo.video.file.OutputFiles;
import org.zvideo.video.picture.StillImage;
import org.zvideo.video.request.Machine;
import org.zvideo.video.study.StudyInputs;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code zvideo analyze}: Figs. 3 to 6. */
@Command(
        name = "analyze",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        usageHelpAutoWidth = true,
        description = {
            "Draws the paper's analyses for a content and a style, each as PNG with its data as CSV:",
            "  3  where the style's and the content's attention agree, over the frame;",
            "  4  which style patches chosen content points attend to, before and after softmax and under Eq. 10;",
            "  5  2-D t-SNE of the means and of the variances of the styles' noise;",
            "  6  the style difference at every step, and the features it is computed from."
        })
final class Analyze implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(
            paramLabel = "IN",
            arity = "0..1",
            description = "The content: a picture, or a video of which one frame is used. Figure 5 needs none.")
    private Path input;

    @Option(
            names = {"-s", "--style"},
            required = true,
            paramLabel = "PATH",
            arity = "1..*",
            description = "Style pictures or folders of them; all but figure 5 use the first.")
    private List<Path> styles;

    @Option(
            names = {"-o", "--output"},
            required = true,
            paramLabel = "DIR",
            description = "Folder for the figures.")
    private Path output;

    @Option(
            names = "--figures",
            paramLabel = "LIST",
            split = ",",
            description = "Figures to draw, out of 3,4,5,6 (default all).")
    private List<Integer> figures;

    @Option(
            names = "--at",
            paramLabel = "TIME",
            converter = TimeConverter.class,
            defaultValue = "0",
            description = "Frame of a video: seconds, M:SS or H:MM:SS (default the first).")
    private double at;

    @Option(
            names = "--layer",
            paramLabel = "N",
            description = "Layer of figures 3 and 4 (default the last edited one).")
    private Integer layer;

    @Option(
            names = "--step",
            paramLabel = "N",
            description = "Step of figures 3 and 4 (default the middle of those with style).")
    private Integer step;

    @Option(
            names = "--point",
            paramLabel = "X,Y",
            converter = PointConverter.class,
            description =
                    "Point of the content for figure 4, in its pixels; repeatable (default two on its middle line).")
    private List<Point> points;

    @Option(names = "-y", description = "Replace existing figures.")
    private boolean replace;

    @ArgGroup(validate = false, heading = "%nMethod:%n")
    private FrameMethodArguments method = new FrameMethodArguments();

    @ArgGroup(validate = false, heading = "%nModel and machine:%n")
    private MachineArguments machine = new MachineArguments();

    @ArgGroup(validate = false, heading = "%nInput:%n")
    private InputArguments reading = new InputArguments();

    @Mixin
    private final Console console;

    Analyze(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        console.configureLogging();
        GivenOptions given = new GivenOptions(spec.commandLine().getParseResult());
        given.requireVideo("--at", input, input != null && StillImage.isPicture(input));
        Set<Integer> wanted = wanted();
        StyleTransferOptions options = method.options(console::warning);
        List<Path> files = StudyInputs.files("style", styles);
        List<RgbImage> paintings =
                files.stream().map(file -> StillImage.readStyle(file)).toList();
        RgbImage content = wanted.equals(Set.of(5)) ? null : content();
        Machine chosen = machine.request();
        chosen.inTurn().applied();
        try (OutputFiles written = new OutputFiles(read(files), console::warning)) {
            FigureFiles out = new FigureFiles(written, output, replace, console);
            out.claim(wanted);
            try (StyleTransfer transfer = chosen.open(chosen.placement(), options)) {
                transfer.modelNotes().forEach(console::warning);
                draw(out, transfer, wanted, content, files, paintings);
            }
        }
        return ExitCode.OK.status();
    }

    private InputFiles read(List<Path> styleFiles) {
        InputFiles read = new InputFiles();
        styleFiles.forEach(read::add);
        machine.files().forEach(read::add);
        if (input != null) {
            read.add(input);
        }
        return read;
    }

    private void draw(
            FigureFiles out,
            StyleTransfer transfer,
            Set<Integer> wanted,
            RgbImage content,
            List<Path> files,
            List<RgbImage> paintings) {
        Analysis analysis = transfer.analysis();
        if (wanted.contains(3) || wanted.contains(4)) {
            out.attention(
                    analysis,
                    content,
                    transfer.geometry(content.width(), content.height()),
                    paintings.get(0),
                    method.lambda,
                    site(transfer.options()),
                    points == null ? twoPoints(content) : points,
                    wanted);
        }
        if (wanted.contains(5)) {
            out.noises(analysis, files, paintings);
        }
        if (wanted.contains(6)) {
            out.styleDifference(analysis, content, paintings.get(0), method.lambda);
        }
    }

    private Set<Integer> wanted() {
        Set<Integer> wanted = new TreeSet<>(figures == null ? List.of(3, 4, 5, 6) : figures);
        for (int figure : wanted) {
            if (figure < 3 || figure > 6) {
                throw new ZvideoException(ErrorKind.USAGE, "--figures " + figure + ": expected some of 3,4,5,6");
            }
        }
        return wanted;
    }

    private RgbImage content() {
        if (input == null) {
            throw new ZvideoException(
                    ErrorKind.USAGE, "no content: give a picture or a video; only --figures 5 needs none");
        }
        if (StillImage.isPicture(input)) {
            return StillImage.read("content", input);
        }
        return TimedFrames.images(input, Clip.of(at, 1L), reading.options(), Optional.empty())
                .get(0);
    }

    private AttentionSite site(StyleTransferOptions options) {
        int start = options.method().edit().steps().start();
        int end = options.method().edit().steps().end();
        return new AttentionSite(
                layer == null ? options.method().edit().layers().last() : layer,
                step == null ? (start + end) / 2 : step);
    }

    private static List<Point> twoPoints(RgbImage content) {
        return List.of(
                new Point(content.width() / 3, content.height() / 2),
                new Point(2 * content.width() / 3, content.height() / 2));
    }
}
