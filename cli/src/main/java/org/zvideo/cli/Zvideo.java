package org.zvideo.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.zvideo.core.FrameObserver;
import org.zvideo.core.RgbImage;
import org.zvideo.core.StyleTransferOptions;
import org.zvideo.video.StillImage;
import org.zvideo.video.StyleMasks;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code zvideo IN --style ART}. */
@Command(name = "zvideo", mixinStandardHelpOptions = true, versionProvider = Version.class, sortOptions = false,
        usageHelpAutoWidth = true,
        customSynopsis = {"zvideo IN --style ART[:L] [OPTIONS]", "zvideo COMMAND [OPTIONS]"},
        description = "Turns a video or a picture into the style of any other picture, steadily from frame to frame.",
        footer = {"", "Results go to standard output, everything else to standard error.",
            "Exit status: 0 done, 64 usage, 65 bad input, 66 input missing, 69 device unavailable, 70 internal,",
            "71 memory, 73 output cannot be created, 74 reading or writing failed, 78 a stopped run had other settings,",
            "129/130/143 stopped by a signal."})
public final class Zvideo implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(arity = "0..1", paramLabel = "IN", description = "The video, a picture, numbered pictures like frames/%%04d.png,"
            + " or - for YUV4MPEG from standard input.")
    Path input;

    @Option(names = {"-s", "--style"}, paramLabel = "ART[:L]", converter = StyleArgument.Converter.class,
            description = "The style picture, with its own lambda if wanted; several are mixed.")
    List<StyleArgument> styles;

    @ArgGroup(validate = false, heading = "%nInput and output:%n")
    OutputArguments output = new OutputArguments();

    @ArgGroup(validate = false)
    InputArguments source = new InputArguments();

    @ArgGroup(validate = false, heading = "%nMethod:%n")
    MethodArguments method = new MethodArguments();

    @ArgGroup(validate = false, heading = "%nRegions:%n")
    MaskArguments masks = new MaskArguments();

    @ArgGroup(validate = false, heading = "%nModel and machine:%n")
    MachineArguments machine = new MachineArguments();

    @Option(names = "--every", paramLabel = "K",
            description = "Run the model on every K-th frame; those between follow the motion (default 1, 4 or 6 by the"
                    + " preset).")
    private Integer every;

    @Option(names = "--cuts", paramLabel = "auto|none|FILE", defaultValue = "auto",
            description = "Where shots begin: found, nowhere, or listed, a frame number or time a line"
                    + " (default ${DEFAULT-VALUE}).")
    String cuts;

    @Option(names = "--restart", description = "Begin anew even if a run of this output was stopped on its way.")
    boolean restart;

    @Option(names = "--max-time", paramLabel = "TIME", converter = TimeConverter.class,
            description = "Measure two frames and take the best preset that needs no longer: seconds, M:SS or H:MM:SS.")
    Double maxTime;

    @Option(names = "--dump", paramLabel = "DIR",
            description = "Write what goes on inside the frames: x0 of each step, energy, attention mass, noise.")
    private Path dumpFolder;

    @Option(names = "--dump-frames", paramLabel = "LIST", description = "Which frames, like 0,10-12 (default all).")
    private String dumpFrames;

    @Mixin
    private final Console console;

    Zvideo(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        if (input == null || styles == null) {
            // Not declared as required: the subcommands have neither.
            throw new ParameterException(spec.commandLine(), input == null && styles == null
                    ? "nothing to do: give a video and a style, or a command"
                    : input == null ? "no input: give a video or a picture" : "no style: give a picture with --style");
        }
        if (maxTime != null && (every != null || method.refined())) {
            throw new ParameterException(spec.commandLine(), "--max-time chooses --steps, --every and --deep-every"
                    + " itself: give one or the other");
        }
        console.configureLogging();
        try (Pipes pipes = new Pipes(System.in, System.out)) {
            boolean piped = output.output != null && Pipes.isPipe(output.output);
            if (Pipes.isPipe(input)) {
                if (output.output == null) {
                    throw new ParameterException(spec.commandLine(), "input -: give an output with -o, - for standard output");
                }
                input = pipes.input();
            }
            if (piped) {
                output.output = pipes.output();
                console.resultsToMessages();
            }
            stylise();
            if (piped) {
                pipes.deliver();
            }
        }
        return ExitCode.OK.status();
    }

    private void stylise() {
        boolean picture = StillImage.isPicture(input);
        Path target = output.target(input, picture);
        StyleTransferOptions options = method.options(masks.sainScope, console::warn);
        Preflight preflight = new Preflight(input, target, picture);
        preflight.checkNames();
        styles.forEach(style -> Preflight.requireLocal("style", style.file()));
        styles.forEach(style -> preflight.refuseSameFile(style.file()));
        masks.files.forEach(preflight::refuseSameFile);
        try (StyleMasks regions = masks.open(styles.size())) {
            List<RgbImage> pictures = styles.stream().map(style -> StillImage.readStyle(style.file())).toList();
            if (picture) {
                new PictureRun(this, console).run(target, options, pictures, regions, preflight);
            } else {
                new VideoRun(this, console).run(target, options, pictures, regions, preflight);
            }
        }
    }

    /** Every how many frames the model runs. */
    int every() {
        return every == null ? method.preset.every() : every;
    }

    /** What is dumped; null for nothing. */
    Dump dump(boolean goesOn) {
        if (dumpFolder == null) {
            return null;
        }
        Preflight.requireEmpty(dumpFolder, output.replace || goesOn);
        return new Dump(dumpFolder, dumpFrames);
    }

    /** λ of each style. */
    List<Double> lambdas() {
        return styles.stream().map(style -> style.lambda().orElse(method.lambda)).toList();
    }

    /** Shows the steps of a frame, and dumps it if that is wanted. */
    FrameObserver observer(long frame, RgbImage source, Progress progress, Dump dump) {
        if (dump == null || !dump.wants(frame)) {
            return console.steps(progress);
        }
        dump.input(frame, source);
        return dump.observer(frame, console.steps(progress));
    }
}
