package org.zvideo.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.zvideo.core.Preset;
import org.zvideo.core.StyleTransfer;
import org.zvideo.core.StyleTransferOptions;
import org.zvideo.core.Temporal;
import org.zvideo.core.edit.Arrangement;
import org.zvideo.core.image.FrameObserver;
import org.zvideo.core.image.RgbImage;
import org.zvideo.video.ReadOptions;
import org.zvideo.video.dump.Dump;
import org.zvideo.video.error.MediaException;
import org.zvideo.video.file.FileProblem;
import org.zvideo.video.file.InputFiles;
import org.zvideo.video.file.OutputFile;
import org.zvideo.video.file.OutputFiles;
import org.zvideo.video.file.OwnFiles;
import org.zvideo.video.filter.ComparisonFilter;
import org.zvideo.video.filter.StyleMasks;
import org.zvideo.video.picture.StillImage;
import org.zvideo.video.report.ConsistencyReport;
import org.zvideo.video.report.Requirement;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code zvideo IN --style ART}. */
@Command(
        name = "zvideo",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        usageHelpAutoWidth = true,
        customSynopsis = {"zvideo IN --style ART[:L] [OPTIONS]", "       zvideo COMMAND [OPTIONS]"},
        description = "Turns a video or a picture into the style of any other picture, steadily from frame to frame.",
        footer = {"", "Results go to standard output, everything else to standard error."},
        exitCodeListHeading = "%nExit status:%n")
public final class Zvideo implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(
            arity = "0..*",
            paramLabel = "IN",
            description = "The video, a picture, numbered pictures like"
                    + " frames/%%04d.png,"
                    + " or - for YUV4MPEG from standard input. Several, or a folder, with --out-dir.")
    private List<Path> inputs = List.of();

    @Option(
            names = {"-s", "--style"},
            paramLabel = "ART[:L]",
            converter = StyleArgument.Converter.class,
            description = "The style picture, with its own lambda if wanted; several are mixed.")
    List<StyleArgument> styles;

    @ArgGroup(validate = false, heading = "%nOutput:%n")
    OutputArguments output = new OutputArguments();

    @ArgGroup(validate = false, heading = "%nInput:%n")
    ClipArguments reading = new ClipArguments();

    @ArgGroup(validate = false, heading = "%nMethod:%n")
    MethodArguments method = new MethodArguments();

    @ArgGroup(validate = false, heading = "%nRegions:%n")
    MaskArguments masks = new MaskArguments();

    @ArgGroup(validate = false, heading = "%nFilters:%n")
    FilterArguments filters = new FilterArguments();

    @ArgGroup(validate = false, heading = "%nModel and machine:%n")
    MachineArguments machine = new MachineArguments();

    @Option(
            names = "--every",
            paramLabel = "K",
            description = "Run the model on every K-th frame; those between follow the motion (default 1, 4 or 6 by the"
                    + " preset).")
    private Integer every;

    @Option(
            names = "--cuts",
            paramLabel = "auto|none|FILE",
            defaultValue = "auto",
            description = "Where shots begin: found, nowhere, or listed, a frame number or time a line"
                    + " (default ${DEFAULT-VALUE}).")
    String cuts;

    @Option(names = "--restart", description = "Begin anew even if a run of this output was stopped on its way.")
    boolean restart;

    @Option(
            names = "--max-time",
            paramLabel = "TIME",
            converter = TimeConverter.class,
            description = "Measure two frames and take the best preset that needs no longer: seconds, M:SS or H:MM:SS.")
    Double maxTime;

    @Option(
            names = "--compare",
            paramLabel = "LAYOUT",
            description = "Write OUT.compare.EXT too, source and result in one picture: side, wipe or diff.")
    ComparisonFilter.Layout compare;

    @Option(
            names = "--require",
            paramLabel = "BOUND",
            description =
                    "End with status 6 unless it holds, like warp<0.03; repeatable. Measures: diff, variance, excess,"
                            + " warp, warp10, sharpness.")
    private List<String> requirements = List.of();

    @Option(
            names = "--save-preset",
            paramLabel = "FILE",
            description = "Write the given options of the method to a file for --preset.")
    private Path savedPreset;

    @Option(
            names = "--dump",
            paramLabel = "DIR",
            description = "Write what goes on inside the frames: x0 of each step, energy, attention mass, noise.")
    private Path dumpFolder;

    @Option(names = "--dump-frames", paramLabel = "LIST", description = "Which frames, like 0,10-12 (default all).")
    private String dumpFrames;

    @Mixin
    private final Console console;

    final RunFiles runFiles = new RunFiles(this);

    Zvideo(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        return savedPreset == null ? stylize().status() : stylizedAndSaved().status();
    }

    /** The preset is claimed before the work and written after it, when everything in it has been checked. */
    private ExitCode stylizedAndSaved() {
        try (OutputFiles files = new OutputFiles(runFiles.read(inputs()), console::warn);
                OutputFile preset = PresetFile.claim(files, savedPreset, output.replace)) {
            ExitCode code = inputs.isEmpty() && styles == null ? ExitCode.OK : stylize();
            preset.write(PresetFile.chosen(spec.commandLine()));
            preset.commit();
            return code;
        }
    }

    private ExitCode stylize() {
        if (inputs.isEmpty() || styles == null) {
            // Not declared as required: the subcommands have neither.
            throw usage(
                    inputs.isEmpty() && styles == null
                            ? "nothing to do: give a video and a style, or a command"
                            : inputs.isEmpty()
                                    ? "no input: give a video or a picture"
                                    : "no style: give a picture with --style" + commandHint());
        }
        GivenOptions given = new GivenOptions(spec.commandLine().getParseResult());
        if (maxTime != null && (every != null || method.refined() || given.has("--preset"))) {
            throw usage("--max-time chooses --preset, --steps, --every and --deep-every itself: give one or the other");
        }
        if (output.silent && output.audioTracks != null) {
            throw usage("--no-audio and --audio-tracks contradict each other: give one or the other");
        }
        given.requirePartners(
                method.temporal == Temporal.FULL,
                method.temporal != Temporal.NONE,
                method.arrangement == Arrangement.ADD);
        requireNoCommand();
        console.configureLogging();
        filters.check();
        List<Requirement> bounds = requirements.stream().map(Requirement::parse).toList();
        return output.folder == null ? one(bounds) : several(bounds);
    }

    /** Who gives a name that is no file, and no style, may have meant a command. */
    private String commandHint() {
        return Files.exists(inputs.get(0))
                ? ""
                : Nearest.hint(inputs.get(0).toString(), spec.subcommands().keySet());
    }

    /** A command that is misspelled is an input that is not there. */
    private void requireNoCommand() {
        String first = inputs.get(0).toString();
        String hint = first.matches("[a-z-]+") ? commandHint() : "";
        if (!hint.isEmpty()) {
            throw usage("input " + first + ": no such file or command" + hint);
        }
    }

    private ParameterException usage(String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    /** The inputs, each a file; of a folder what is in it now, so that results in it are none. */
    private List<Path> inputs() {
        return output.folder == null ? inputs : Batch.expanded(inputs);
    }

    private ExitCode several(List<Requirement> bounds) {
        if (output.output != null || dumpFolder != null || inputs.stream().anyMatch(Pipes::isPipe)) {
            throw usage("--out-dir names the results itself: it does not go with -o, --dump or -");
        }
        try {
            OwnFiles.makeFolders(output.folder);
        } catch (IOException e) {
            throw new MediaException(
                    MediaException.Problem.CANNOT_CREATE,
                    "output " + output.folder + ": no folder, and none can be made there: " + FileProblem.reason(e),
                    e);
        }
        List<Path> files = inputs();
        Batch.requireDistinct(files, runFiles::writtenFor);
        InputFiles read = runFiles.read(files);
        try (LoadedModel loaded = new LoadedModel(machine, console)) {
            return new Batch(console).run(files, file -> stylize(file, null, read, loaded, bounds), error -> {
                loaded.close(); // whatever state it is in, and the memory may be needed
                return Main.fail(error);
            });
        }
    }

    private ExitCode one(List<Requirement> bounds) {
        if (inputs.size() > 1) {
            throw usage("several inputs: name a folder for the results with --out-dir");
        }
        try (Pipes pipes = new Pipes(System.in, new FileOutputStream(FileDescriptor.out));
                LoadedModel loaded = new LoadedModel(machine, console)) {
            boolean fed = Pipes.isPipe(inputs.get(0));
            if (fed && output.output == null) {
                throw usage("input -: give an output with -o, - for standard output");
            }
            boolean piped = output.output != null && Pipes.isPipe(output.output);
            if (piped) {
                console.resultsToMessages();
            }
            Path input = fed ? pipes.input() : inputs.get(0);
            ExitCode code = stylize(
                    input, piped ? pipes.output() : output.output, runFiles.read(List.of(input)), loaded, bounds);
            if (piped) {
                pipes.deliver();
            }
            return code;
        }
    }

    /** @param named the output; null for one named after the input */
    private ExitCode stylize(Path input, Path named, InputFiles read, LoadedModel loaded, List<Requirement> bounds) {
        boolean picture = StillImage.isPicture(input);
        Path target = named == null ? output.target(input, picture) : named;
        StyleTransferOptions options = method.options(method.preset, masks.sainScope, console::warn);
        Preflight preflight = new Preflight(input, target, picture);
        preflight.checkNames();
        styles.forEach(style -> Preflight.requireLocal("style", style.file()));
        if (picture) {
            List<String> unused = new GivenOptions(spec.commandLine().getParseResult()).ofVideos();
            if (!unused.isEmpty() && output.folder == null) {
                throw usage(unused.get(0) + " is for videos, " + input + " is a picture");
            } else if (!unused.isEmpty()) {
                console.warn(input + ": a picture: " + String.join(", ", unused) + " not used");
            }
        }
        JobFiles hashed = JobFiles.of(this, input);
        try (OutputFiles files = new OutputFiles(read, console::warn);
                StyleMasks regions = masks.open(styles.size())) {
            files.requireNoInput(runFiles.written(target, picture));
            List<RgbImage> pictures = styles.stream()
                    .map(style -> StillImage.readStyle(style.file()))
                    .toList();
            if (picture) {
                new PictureRun(this, preflight, files, loaded, console).run(options, pictures, regions);
                return ExitCode.OK;
            }
            ConsistencyReport measured =
                    new VideoRun(this, preflight, hashed, files, loaded, console).run(options, pictures, regions);
            bounds.forEach(bound -> console.result(bound.resultLine(measured)));
            return bounds.stream().allMatch(bound -> bound.isMet(measured)) ? ExitCode.OK : ExitCode.BOUND_NOT_MET;
        }
    }

    /** The file of a preset, if one was named. */
    Optional<Path> presetFile() {
        return PresetFile.of(spec.commandLine());
    }

    /** What is accepted of a video, and what is kept of it. */
    ReadOptions reading() {
        return reading.options().withAudio(output.audio());
    }

    /** Every how many frames the model runs. */
    int every(Preset preset) {
        return every == null ? preset.every() : every;
    }

    /** What is dumped; null for nothing. */
    Dump dump(OutputFiles files, boolean goesOn) {
        if (dumpFolder == null) {
            return null;
        }
        Preflight.requireEmpty(dumpFolder, output.replace || goesOn);
        return new Dump(files.folder(dumpFolder), dumpFrames);
    }

    /** Says how large the dump will be, before it is written. */
    void tellDumpSize(Dump dump, StyleTransfer transfer, int width, int height, long frames, int every) {
        if (dump != null) {
            long dumped = dump.count(Math.max(1, frames), every);
            if (dumped == 0) {
                throw new MediaException(
                        MediaException.Problem.USAGE,
                        "dump frames " + dumpFrames + ": none of them is among the "
                                + frames + " frames"
                                + (every == 1
                                        ? ""
                                        : ", or the model does not work on it: it does on 0, " + every
                                                + ", … and the last; see --every"));
            }
            console.note(
                    "dump %s: about %.0f MB for %d frame(s)",
                    dumpFolder,
                    dumped
                            / 1e6
                            * Dump.bytesPerFrame(
                                    width,
                                    height,
                                    transfer.options().method().steps(),
                                    transfer.attentionBytes(width, height, styles.size())),
                    dumped);
        }
    }

    /** λ of each style. */
    List<Double> lambdas() {
        return styles.stream()
                .map(style -> style.lambda().orElse(method.lambda))
                .toList();
    }

    /** Shows the steps of a frame, and dumps it if that is wanted. */
    FrameObserver observer(long frame, RgbImage source, Progress progress, Dump dump) {
        if (dump == null) {
            return console.steps(progress);
        }
        dump.input(frame, source);
        return !dump.wants(frame) ? console.steps(progress) : dump.observer(frame, console.steps(progress));
    }
}
