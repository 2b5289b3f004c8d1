package org.zvideo.cli.command;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.zvideo.cli.option.AppearanceArguments;
import org.zvideo.cli.option.GivenOptions;
import org.zvideo.cli.option.InputArguments;
import org.zvideo.cli.option.MachineArguments;
import org.zvideo.cli.option.MethodArguments;
import org.zvideo.cli.option.StyleArgument;
import org.zvideo.cli.option.StyleChoice;
import org.zvideo.cli.option.StyleTimeArguments;
import org.zvideo.cli.option.TimeConverter;
import org.zvideo.cli.terminal.Console;
import org.zvideo.cli.terminal.ExitCode;
import org.zvideo.cli.terminal.Progress;
import org.zvideo.core.Preset;
import org.zvideo.core.Style;
import org.zvideo.core.StyleMix;
import org.zvideo.core.StyleTransfer;
import org.zvideo.core.StyleTransferOptions;
import org.zvideo.core.guidance.Sain;
import org.zvideo.core.image.RgbImage;
import org.zvideo.video.Clip;
import org.zvideo.video.TimedFrames;
import org.zvideo.video.file.FileName;
import org.zvideo.video.file.InputFiles;
import org.zvideo.video.file.OutputFile;
import org.zvideo.video.file.OutputFiles;
import org.zvideo.video.job.PictureTransfer;
import org.zvideo.video.job.RequestCheck;
import org.zvideo.video.picture.StillImage;
import org.zvideo.video.plot.ContactSheet;
import org.zvideo.video.request.EnumNames;
import org.zvideo.video.request.Machine;
import org.zvideo.video.request.MethodRequest;
import org.zvideo.video.request.StyleInput;
import org.zvideo.video.stage.Masks;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code zvideo preview}. */
@Command(
        name = "preview",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        usageHelpAutoWidth = true,
        description = "Stylizes one frame and shows it next to its source in a picture; or several variants, to"
                + " choose from.")
final class Preview implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    private static final double[] STRENGTHS = {0.25, 0.5, 0.75, 1};
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
            description = "Compare strengths, styles or presets, one labeled picture each.")
    private Sheet sheet;

    @Option(names = "-o", paramLabel = "OUT.png", description = "The picture (default IN-stem.preview.png).")
    private Path output;

    @Option(names = "-y", description = "Replace an existing file.")
    private boolean replace;

    @ArgGroup(validate = false, heading = "%nStyle over time:%n")
    private StyleTimeArguments styleTimes = new StyleTimeArguments();

    @ArgGroup(validate = false, heading = "%nAppearance:%n")
    private AppearanceArguments appearance = new AppearanceArguments();

    @ArgGroup(validate = false, heading = "%nMethod:%n")
    private MethodArguments method = new MethodArguments();

    @ArgGroup(validate = false, heading = "%nModel and machine:%n")
    private MachineArguments machine = new MachineArguments();

    @ArgGroup(validate = false, heading = "%nInput:%n")
    private InputArguments reading = new InputArguments();

    @Mixin
    private final Console console;

    /** The variants that a sheet compares. */
    enum Sheet {
        STRENGTHS,
        STYLES,
        PRESETS
    }

    /** A picture to compute. */
    private record Piece(String label, StyleTransferOptions options, List<StyleInput> styles) {}

    Preview(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        console.configureLogging();
        GivenOptions given = new GivenOptions(spec.commandLine().getParseResult());
        given.requireSingleFrame();
        boolean picture = StillImage.isPicture(input);
        List.of("--at", "--style-at").forEach(option -> given.requireVideo(option, input, picture));
        given.requireStyleTimes();
        if (sheet != null) {
            given.requireNone(List.of("--style-at"), ", since a sheet compares variants of one frame");
        }
        Path target = output == null ? FileName.beside(input, ".preview.png") : output;
        RequestCheck.names(input, target, true);
        try (OutputFiles files = new OutputFiles(read(), console::warning);
                OutputFile file = files.claim(target, replace)) {
            draw(file);
        }
        console.result(target);
        return ExitCode.OK.status();
    }

    private InputFiles read() {
        InputFiles read = InputFiles.of(input);
        chosen().styles().forEach(style -> read.add(style.file()));
        machine.files().forEach(read::add);
        return read;
    }

    private void draw(OutputFile file) {
        StyleChoice.Acting acting = chosen().at(at);
        RgbImage source = frame();
        Machine chosen = machine.request();
        chosen.inTurn().applied();
        MethodRequest request = method.request(appearance);
        StyleTransferOptions options = method.options(appearance, console::warning);
        Progress progress = console.progress("picture");
        try (StyleTransfer transfer = chosen.open(chosen.placement(), options)) {
            transfer.modelNotes().forEach(console::warning);
            List<Piece> pieces = pieces(options, acting.styles());
            List<Piece> runs = sheet == Sheet.STRENGTHS ? pieces.subList(pieces.size() - 1, pieces.size()) : pieces;
            progress.expect(runs.size());
            List<RgbImage> results = new ArrayList<>();
            for (Piece piece : runs) {
                results.add(stylized(
                        chosen.withinMemory(
                                transfer.with(piece.options), source.width(), source.height(), piece.styles.size()),
                        request,
                        piece,
                        acting.mix(),
                        source,
                        progress));
                progress.unitDone();
            }
            progress.clear();
            if (sheet == Sheet.STRENGTHS) {
                RgbImage whole = results.remove(0);
                for (double strength : STRENGTHS) {
                    results.add(faded(source, whole, strength));
                }
            }
            file.write(StillImage.encode(
                    sheet == null ? beside(source, results.get(0)) : sheet(source, pieces, results), file.target()));
            file.commit();
        } finally {
            progress.clear();
        }
    }

    private StyleChoice chosen() {
        return styleTimes.of(input, styles, method.lambda);
    }

    private RgbImage frame() {
        if (StillImage.isPicture(input)) {
            return StillImage.read("picture", input);
        }
        return TimedFrames.images(input, Clip.of(at, 1L), reading.options(), Optional.empty())
                .get(0);
    }

    private List<Piece> pieces(StyleTransferOptions options, List<StyleInput> acting) {
        List<Piece> pieces = new ArrayList<>();
        if (sheet == null) {
            pieces.add(new Piece("", options, acting));
        } else {
            switch (sheet) {
                case STRENGTHS -> {
                    for (double strength : STRENGTHS) {
                        pieces.add(new Piece("strength " + strength, options.withStrength(strength), acting));
                    }
                }
                case STYLES ->
                    acting.forEach(style ->
                            pieces.add(new Piece(style.file().getFileName().toString(), options, List.of(style))));
                case PRESETS -> {
                    for (Preset preset : Preset.values()) {
                        // Each preset as it is, whatever --steps says.
                        pieces.add(new Piece(
                                EnumNames.of(preset),
                                method.request(appearance)
                                        .withStepsOpen()
                                        .resolved(preset, Sain.Scope.REGION, warning -> {}),
                                acting));
                    }
                }
            }
        }
        return pieces;
    }

    private RgbImage stylized(
            StyleTransfer transfer,
            MethodRequest request,
            Piece piece,
            StyleMix mix,
            RgbImage source,
            Progress progress) {
        List<RgbImage> pictures = piece.styles.stream()
                .map(style -> StillImage.readStyle(style.file()))
                .toList();
        List<Style> prepared = new ArrayList<>();
        try {
            for (int n = 0; n < pictures.size(); n++) {
                prepared.add(transfer.style(pictures.get(n), piece.styles.get(n).lambda(), console.observer(progress)));
            }
            return new PictureTransfer(
                            transfer,
                            request.appearance(),
                            () -> prepared,
                            scale -> pictures.stream()
                                    .map(picture -> transfer.painting(picture, scale))
                                    .toList(),
                            Masks.NONE,
                            mix)
                    .of(source, console.observer(progress));
        } finally {
            prepared.forEach(Style::close);
        }
    }

    /** As --strength does it: the rest needs the model once. */
    private static RgbImage faded(RgbImage source, RgbImage whole, double strength) {
        RgbImage faded = new RgbImage(whole.width(), whole.height());
        for (int n = 0; n < faded.pixels().length; n++) {
            faded.pixels()[n] = (byte)
                    Math.round((1 - strength) * (source.pixels()[n] & 0xff) + strength * (whole.pixels()[n] & 0xff));
        }
        return faded;
    }

    /** Source on the left, result on the right, each in its own size. */
    private static RgbImage beside(RgbImage source, RgbImage result) {
        RgbImage both = new RgbImage(2 * source.width(), source.height());
        int row = 3 * source.width();
        for (int y = 0; y < source.height(); y++) {
            System.arraycopy(source.pixels(), y * row, both.pixels(), 2 * y * row, row);
            System.arraycopy(result.pixels(), y * row, both.pixels(), 2 * y * row + row, row);
        }
        return both;
    }

    private static RgbImage sheet(RgbImage source, List<Piece> pieces, List<RgbImage> results) {
        List<String> headings = new ArrayList<>(List.of("source"));
        pieces.forEach(piece -> headings.add(piece.label));
        List<RgbImage> row = new ArrayList<>(List.of(source));
        row.addAll(results);
        ContactSheet drawn = new ContactSheet(headings, CELL);
        drawn.row("", row);
        return drawn.image();
    }
}
