package org.zvideo.cli.command;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.zvideo.cli.option.ClipArguments;
import org.zvideo.cli.option.FilterArguments;
import org.zvideo.cli.option.GivenOptions;
import org.zvideo.cli.option.MachineArguments;
import org.zvideo.cli.option.MaskArguments;
import org.zvideo.cli.option.MethodArguments;
import org.zvideo.cli.option.OutputArguments;
import org.zvideo.cli.option.PresetFile;
import org.zvideo.cli.option.StyleArgument;
import org.zvideo.cli.option.TimeConverter;
import org.zvideo.cli.terminal.CancelledException;
import org.zvideo.cli.terminal.Console;
import org.zvideo.cli.terminal.ExitCode;
import org.zvideo.cli.terminal.Failures;
import org.zvideo.cli.terminal.Pipes;
import org.zvideo.cli.terminal.Version;
import org.zvideo.core.FrameConsistency;
import org.zvideo.core.edit.Arrangement;
import org.zvideo.video.error.MediaException;
import org.zvideo.video.file.FileProblem;
import org.zvideo.video.file.InputFiles;
import org.zvideo.video.file.OutputFile;
import org.zvideo.video.file.OutputFiles;
import org.zvideo.video.file.OwnFiles;
import org.zvideo.video.filter.ComparisonFilter;
import org.zvideo.video.job.JobOutputs;
import org.zvideo.video.job.LoadedModel;
import org.zvideo.video.job.RequestCheck;
import org.zvideo.video.job.StyleTransferJob;
import org.zvideo.video.picture.StillImage;
import org.zvideo.video.report.ConsistencyReport;
import org.zvideo.video.report.Requirement;
import org.zvideo.video.request.DumpSpec;
import org.zvideo.video.request.Effort;
import org.zvideo.video.request.Source;
import org.zvideo.video.request.StyleInput;
import org.zvideo.video.request.StyleTransferRequest;
import org.zvideo.video.request.Suggestion;
import org.zvideo.video.shot.CutSpec;
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
        description = "Repaints a video or a picture in the style of any other picture. Frames stay consistent.",
        footer = {"", "Results go to standard output, everything else to standard error."},
        exitCodeListHeading = "%nExit status:%n")
public final class Zvideo implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(
            arity = "0..*",
            paramLabel = "IN",
            description = "The video; or a picture, numbered pictures like frames/%%04d.png, or - for YUV4MPEG from"
                    + " standard input. With --out-dir several inputs, or folders of them.")
    private List<Path> inputs = List.of();

    @Option(
            names = {"-s", "--style"},
            paramLabel = "ART[:L]",
            converter = StyleArgument.Converter.class,
            description = "The style picture, with a lambda of its own if you like. Several are mixed.")
    List<StyleArgument> styles;

    @ArgGroup(validate = false, heading = "%nOutput:%n")
    OutputArguments output = new OutputArguments();

    @ArgGroup(validate = false, heading = "%nInput:%n")
    ClipArguments reading = new ClipArguments();

    @ArgGroup(validate = false, heading = "%nMethod:%n")
    public MethodArguments method = new MethodArguments();

    @ArgGroup(validate = false, heading = "%nRegions:%n")
    MaskArguments masks = new MaskArguments();

    @ArgGroup(validate = false, heading = "%nFilters:%n")
    FilterArguments filters = new FilterArguments();

    @ArgGroup(validate = false, heading = "%nModel and machine:%n")
    MachineArguments machine = new MachineArguments();

    @Option(
            names = "--every",
            paramLabel = "K",
            description = "Run the model on every K-th frame only; the frames between follow the motion (default 1,"
                    + " 4 or 6, depending on the preset).")
    private Integer every;

    @Option(
            names = "--cuts",
            paramLabel = "auto|none|FILE",
            defaultValue = "auto",
            description = "Where shots start: auto (detect them), none, or FILE with one frame number or time per "
                    + "line (default ${DEFAULT-VALUE}).")
    String cuts;

    @Option(names = "--restart", description = "Start over instead of resuming an interrupted run.")
    boolean restart;

    @Option(
            names = "--max-time",
            paramLabel = "TIME",
            converter = TimeConverter.class,
            description = "Use the best preset that finishes within TIME, after timing two frames: seconds, M:SS or"
                    + " H:MM:SS.")
    Double maxTime;

    @Option(
            names = "--compare",
            paramLabel = "LAYOUT",
            description = "Also write OUT.compare.EXT, with source and result in one picture: side, wipe or diff.")
    ComparisonFilter.Layout compare;

    @Option(
            names = "--require",
            paramLabel = "BOUND",
            description = "End with status 6 unless the bound is met, like warp<0.03; repeatable. Measures: diff, "
                    + "variance, excess, warp, warp10, sharpness.")
    private List<String> requirements = List.of();

    @Option(
            names = "--save-preset",
            paramLabel = "FILE",
            description = "Write the given options of the method to a file that --preset reads.")
    private Path savedPreset;

    @Option(
            names = "--dump",
            paramLabel = "DIR",
            description = "Write what happens inside the frames: x0 of each step, energy, attention mass, noise.")
    private Path dumpFolder;

    @Option(names = "--dump-frames", paramLabel = "LIST", description = "Frames to dump, like 0,10-12 (default all).")
    private String dumpFrames;

    @Mixin
    private final Console console;

    Zvideo(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        return savedPreset == null ? stylize().status() : stylizedAndSaved().status();
    }

    /** The preset is claimed before the work and written after it, when everything in it has been checked. */
    private ExitCode stylizedAndSaved() {
        InputFiles read = inputs.isEmpty() || styles == null ? new InputFiles() : inputsOf(inputs());
        presetFile().ifPresent(read::add);
        try (OutputFiles files = new OutputFiles(read, console::warning);
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
            throw usage(
                    "--max-time chooses --preset, --steps, --every and --coarse-every itself: give one or the other");
        }
        if (output.silent && output.audioTracks != null) {
            throw usage("--no-audio and --audio-tracks contradict each other: give one or the other");
        }
        if (output.replace && output.keep) {
            throw usage("-y and -n contradict each other");
        }
        given.requirePartners(
                method.temporal == FrameConsistency.FULL,
                method.temporal != FrameConsistency.NONE,
                method.arrangement == Arrangement.ADD);
        requireNoCommand();
        console.configureLogging();
        filters.request().check();
        List<Requirement> bounds = requirements.stream().map(Requirement::parse).toList();
        return output.folder == null ? runSingle(bounds) : runBatch(bounds);
    }

    /** A first argument that is not a file, without a style, may be a misspelled command. */
    private String commandHint() {
        return Files.exists(inputs.get(0))
                ? ""
                : Suggestion.hint(inputs.get(0).toString(), spec.subcommands().keySet());
    }

    /** Fails if a first argument that is not a file looks like a command. */
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

    /** What is read for these inputs, the same for all jobs of a batch: none of them overwrites another one's input. */
    private InputFiles inputsOf(List<Path> files) {
        return StyleTransferJob.inputs(
                files.stream().map(file -> request(file, file)).toList());
    }

    private ExitCode runBatch(List<Requirement> bounds) {
        if (output.output != null || dumpFolder != null || inputs.stream().anyMatch(Pipes::isPipe)) {
            throw usage("--out-dir names the results itself and excludes -o, --dump and -");
        }
        try {
            OwnFiles.makeFolders(output.folder);
        } catch (IOException e) {
            throw new MediaException(
                    MediaException.Problem.CANNOT_CREATE,
                    "output " + output.folder + ": not a folder, and none can be created there: "
                            + FileProblem.reason(e),
                    e);
        }
        List<Path> files = inputs();
        Batch.requireDistinct(files, file -> JobOutputs.names(request(file, target(file))));
        InputFiles read = inputsOf(files);
        try (LoadedModel model = new LoadedModel()) {
            return new Batch(console).run(files, file -> run(file, target(file), read, model, bounds), error -> {
                model.close(); // whatever state it is in, and the memory may be needed
                return Failures.report(error);
            });
        }
    }

    private Path target(Path input) {
        return output.target(input, StillImage.isPicture(input));
    }

    private ExitCode runSingle(List<Requirement> bounds) {
        if (inputs.size() > 1) {
            throw usage("several inputs: give a folder for the results with --out-dir");
        }
        try (Pipes pipes = new Pipes(System.in, new FileOutputStream(FileDescriptor.out));
                LoadedModel model = new LoadedModel()) {
            boolean fed = Pipes.isPipe(inputs.get(0));
            if (fed && output.output == null) {
                throw usage("input -: give an output with -o, - for standard output");
            }
            boolean piped = output.output != null && Pipes.isPipe(output.output);
            if (piped && compare != null) {
                throw usage("--compare: only between two files of video");
            }
            if (piped) {
                console.resultsToMessages();
            }
            Path input = fed ? pipes.input() : inputs.get(0);
            Path target = piped ? pipes.output() : output.output == null ? target(input) : output.output;
            ExitCode code = run(input, target, inputsOf(List.of(input)), model, bounds);
            if (piped) {
                pipes.deliver();
            }
            return code;
        }
    }

    private ExitCode run(Path input, Path target, InputFiles read, LoadedModel model, List<Requirement> bounds) {
        boolean picture = StillImage.isPicture(input);
        RequestCheck.names(input, target, picture);
        if (picture) {
            warnOfOptionsForVideos(input);
        }
        try {
            return new StyleTransferJob(request(input, target), read)
                    .run(model, console)
                    .map(measured -> judged(measured, bounds))
                    .orElse(ExitCode.OK);
        } catch (CancelledException e) {
            throw console.kept() == 0 || console.piped() ? e : e.keeping(console.kept());
        }
    }

    private ExitCode judged(ConsistencyReport measured, List<Requirement> bounds) {
        bounds.forEach(bound -> console.result(bound.resultLine(measured)));
        return bounds.stream().allMatch(bound -> bound.isMet(measured)) ? ExitCode.OK : ExitCode.BOUND_NOT_MET;
    }

    /** Options for videos are a mistake with one picture, and go unused with a picture among other inputs. */
    private void warnOfOptionsForVideos(Path input) {
        List<String> unused = new GivenOptions(spec.commandLine().getParseResult()).ofVideos();
        if (!unused.isEmpty() && output.folder == null) {
            throw usage(unused.get(0) + " is for videos, " + input + " is a picture");
        } else if (!unused.isEmpty()) {
            console.warning(input + ": a picture: " + String.join(", ", unused) + " not used");
        }
    }

    /** What the command asks for, of one input. */
    StyleTransferRequest request(Path input, Path target) {
        return new StyleTransferRequest(
                new Source(input, reading.clip(), reading.options().withAudio(output.audio())),
                styles.stream()
                        .map(style ->
                                new StyleInput(style.file(), style.lambda().orElse(method.lambda)))
                        .toList(),
                masks.request(),
                method.request(),
                maxTime == null ? new Effort.Chosen(method.preset, optional(every)) : new Effort.Within(maxTime),
                CutSpec.parse(cuts),
                filters.request(),
                machine.request(),
                output.request(target, compare, restart),
                Optional.ofNullable(dumpFolder).map(folder -> new DumpSpec(folder, Optional.ofNullable(dumpFrames))),
                presetFile().stream().toList());
    }

    private static OptionalInt optional(Integer value) {
        return value == null ? OptionalInt.empty() : OptionalInt.of(value);
    }

    /** The file of a preset, if one was named. */
    private Optional<Path> presetFile() {
        return PresetFile.of(spec.commandLine());
    }
}
