package org.zvideo.cli.command;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.zvideo.cli.option.CarryArguments;
import org.zvideo.cli.option.ClipArguments;
import org.zvideo.cli.option.FileConverter;
import org.zvideo.cli.option.FilmAppearanceArguments;
import org.zvideo.cli.option.FilterArguments;
import org.zvideo.cli.option.GivenOptions;
import org.zvideo.cli.option.MachineArguments;
import org.zvideo.cli.option.MaskArguments;
import org.zvideo.cli.option.MethodArguments;
import org.zvideo.cli.option.MotionArguments;
import org.zvideo.cli.option.OutputArguments;
import org.zvideo.cli.option.PresetFile;
import org.zvideo.cli.option.RunArguments;
import org.zvideo.cli.option.StyleArgument;
import org.zvideo.cli.option.StyleChoice;
import org.zvideo.cli.option.StyleTimeArguments;
import org.zvideo.cli.terminal.Console;
import org.zvideo.cli.terminal.ExitCode;
import org.zvideo.cli.terminal.Failures;
import org.zvideo.cli.terminal.Pipes;
import org.zvideo.cli.terminal.Version;
import org.zvideo.core.edit.Arrangement;
import org.zvideo.core.error.Usage;
import org.zvideo.video.file.InputFiles;
import org.zvideo.video.file.OutputFile;
import org.zvideo.video.file.OutputFiles;
import org.zvideo.video.job.StyleTransferJob;
import org.zvideo.video.picture.StillImage;
import org.zvideo.video.request.FrameTieRequest;
import org.zvideo.video.request.Source;
import org.zvideo.video.request.StyleTransferRequest;
import org.zvideo.video.request.Suggestion;
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
        footer = {
            "",
            "Results go to standard output, everything else to standard error. Results are deterministic; there is no seed.",
            "Examples are in zvideo -h."
        },
        exitCodeListHeading = "%nExit status:%n")
public class Zvideo implements Callable<Integer> {
    @Spec
    CommandSpec spec;

    @Parameters(
            arity = "0..*",
            converter = FileConverter.OfList.class,
            paramLabel = "IN",
            description = "The video; or a picture, numbered pictures like frames/%%04d.png, or - for YUV4MPEG from"
                    + " standard input. With --out-dir several inputs, or folders of them.")
    List<Path> inputs = List.of();

    @Option(
            names = {"-s", "--style"},
            paramLabel = "ART[:L]",
            converter = StyleArgument.Converter.class,
            description = "The style picture, with a lambda of its own if you like. Several are mixed.")
    List<StyleArgument> styles;

    @ArgGroup(validate = false, heading = "%nStyle over time:%n")
    StyleTimeArguments styleTimes = new StyleTimeArguments();

    @ArgGroup(validate = false, heading = "%nOutput:%n")
    OutputArguments output = new OutputArguments();

    @ArgGroup(validate = false, heading = "%nInput:%n")
    ClipArguments reading = new ClipArguments();

    @ArgGroup(validate = false, heading = "%nRun:%n")
    RunArguments run = new RunArguments();

    @ArgGroup(validate = false, heading = "%nAppearance:%n")
    FilmAppearanceArguments appearance = new FilmAppearanceArguments();

    @ArgGroup(validate = false, heading = "%nRegions:%n")
    MaskArguments masks = new MaskArguments();

    @ArgGroup(validate = false, heading = "%nFilters:%n")
    FilterArguments filters = new FilterArguments();

    @ArgGroup(validate = false, heading = "%nModel and machine:%n")
    MachineArguments machine = new MachineArguments();

    @ArgGroup(validate = false, heading = "%nCarrying:%n")
    CarryArguments carry = new CarryArguments();

    @ArgGroup(validate = false, heading = "%nMotion module:%n")
    MotionArguments motion = new MotionArguments();

    @ArgGroup(validate = false, heading = "%nMethod:%n")
    public MethodArguments method = new MethodArguments();

    @Mixin
    final Console console;

    Zvideo(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        return run.savedPreset == null ? stylize().status() : stylizedAndSaved().status();
    }

    /** Claims the preset file before the work, and writes it afterwards, when everything in it has been checked. */
    private ExitCode stylizedAndSaved() {
        InputFiles read = inputs.isEmpty() || styles == null
                ? new InputFiles()
                : StyleTransferJob.inputs(
                        inputs().stream().map(file -> requested(file, file)).toList());
        presetFile().ifPresent(read::add);
        try (OutputFiles files = new OutputFiles(read, console::warning);
                OutputFile preset = PresetFile.claim(files, run.savedPreset, output.replace)) {
            ExitCode code = inputs.isEmpty() && styles == null ? ExitCode.OK : stylize();
            preset.write(PresetFile.chosen(spec.commandLine()));
            preset.commit();
            return code;
        }
    }

    private ExitCode stylize() {
        check();
        requireNoCommand();
        console.configureLogging();
        Stylization stylization = new Stylization(console, Failures.of(spec), run.bounds(), run::isolates);
        return output.folder == null ? runSingle(stylization) : runBatch(stylization);
    }

    /** Fails unless there is something to do and all options go together. */
    final void check() {
        if (inputs.isEmpty() || styles == null) {
            // Not declared as required, because the subcommands have neither.
            throw usage(
                    inputs.isEmpty() && styles == null
                            ? "nothing to do: give a video and a style, or a command"
                            : inputs.isEmpty()
                                    ? "no input: give a video or a picture"
                                    : "no style: give a picture with --style" + commandHint());
        }
        GivenOptions given = new GivenOptions(spec.commandLine().getParseResult());
        if (run.maxTime != null && (run.every != null || method.refined() || given.has("--preset"))) {
            throw usage(
                    "--max-time chooses --preset, --steps, --every, --coarse-every and --inversion-every itself: give it without them,"
                            + " --timesteps LIST and --inversion-steps");
        }
        if (output.silent && output.audioTracks != null) {
            throw usage("--no-audio and --audio-tracks contradict each other: give one or the other");
        }
        output.overwrite();
        if (run.noReport && (!run.requirements.isEmpty() || given.has("--measure-flow"))) {
            throw usage("--no-report measures nothing: give it without --require and --measure-flow");
        }
        FrameTieRequest ties = method.request().ties();
        given.requirePartners(ties, method.arrangement == Arrangement.ADD);
        method.ties().requireEffect();
        Usage.check(() -> filters.request().check());
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

    final ParameterException usage(String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    /**
     * The inputs, one file each. The content of a folder is listed now, so that results written to it are not among
     * them.
     */
    final List<Path> inputs() {
        return output.folder == null ? inputs : Batch.expanded(inputs);
    }

    private ExitCode runBatch(Stylization stylization) {
        if (output.output != null || run.dump != null || inputs.stream().anyMatch(Pipes::isPipe)) {
            throw usage("--out-dir names the results itself and excludes -o, --dump and -");
        }
        method.ties().tell(console);
        output.makeFolder();
        return stylization.run(
                inputs().stream().map(file -> request(file, target(file))).toList());
    }

    private ExitCode runSingle(Stylization stylization) {
        requireOneInput();
        try (Pipes pipes = new Pipes(System.in, new FileOutputStream(FileDescriptor.out), console::checkpoint)) {
            boolean fed = Pipes.isPipe(inputs.get(0));
            if (fed && output.output == null) {
                throw usage("input -: give an output with -o, - for standard output");
            }
            boolean piped = output.output != null && Pipes.isPipe(output.output);
            if ((fed || piped) && run.keepWork) {
                throw usage("--keep-work: only between two files, since what went through a pipe is gone afterward");
            }
            if (piped && run.compare != null) {
                throw usage("--compare: only between two files of video");
            }
            if (piped) {
                console.resultsToMessages();
            }
            Path input = fed ? pipes.input() : inputs.get(0);
            if (!StillImage.isPicture(input)) {
                method.ties().tell(console);
            }
            Path target = piped ? pipes.output() : output.output == null ? target(input) : output.output;
            ExitCode code = stylization.run(request(input, target));
            if (piped) {
                pipes.deliver();
            }
            return code;
        }
    }

    /** Fails if there are several inputs, but no folder for their results. */
    final void requireOneInput() {
        if (inputs.size() > 1) {
            throw usage("several inputs: give a folder for the results with --out-dir");
        }
    }

    /** Where the result goes if nobody names it. */
    final Path target(Path input) {
        return output.target(input, StillImage.isPicture(input));
    }

    /** What the command asks for of one input, of which options for videos make no sense if it is a picture. */
    private StyleTransferRequest request(Path input, Path target) {
        List<String> unused = StillImage.isPicture(input)
                ? new GivenOptions(spec.commandLine().getParseResult()).ofVideos()
                : List.of();
        if (!unused.isEmpty() && output.folder == null) {
            throw usage(unused.get(0) + " is for videos, " + input + " is a picture");
        } else if (!unused.isEmpty()) {
            console.warning(input + ": a picture: " + String.join(", ", unused) + " not used");
        }
        return requested(input, target);
    }

    /** What the command line says, as a value. */
    StyleTransferRequest requested(Path input, Path target) {
        StyleChoice chosen = styleTimes.of(input, styles, method.lambda);
        return Usage.checked(() -> new StyleTransferRequest(
                new Source(input, reading.clip(), reading.options().withAudio(output.audio())),
                chosen.styles(),
                chosen.schedule(),
                masks.request(),
                masks.over(carry.over(method.request(appearance))),
                run.effort(method.preset),
                run.cuts,
                filters.request(),
                motion.over(machine.request()),
                output.request(target, run),
                run.dumps(),
                presetFile().stream().toList()));
    }

    /** The file of a preset, if one was named. */
    private Optional<Path> presetFile() {
        return PresetFile.of(spec.commandLine());
    }
}
