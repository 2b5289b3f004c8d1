package org.zvideo.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.bytedeco.javacv.FrameFilter;
import org.zvideo.core.FrameObserver;
import org.zvideo.core.RgbImage;
import org.zvideo.core.Shot;
import org.zvideo.core.StyleTransfer;
import org.zvideo.core.StyleTransferOptions;
import org.zvideo.core.diffusion.MemorySaving;
import org.zvideo.core.torch.Placement;
import org.zvideo.video.MediaException;
import org.zvideo.video.MediaInfo;
import org.zvideo.video.OutputFile;
import org.zvideo.video.StillImage;
import org.zvideo.video.StyleMasks;
import org.zvideo.video.VideoJob;
import org.zvideo.video.VideoReader;
import org.zvideo.video.filter.KeyFrameFilter;
import org.zvideo.video.filter.StyleTransferFilter;
import org.zvideo.video.filter.StyleTransferFilter.Schedule;
import org.zvideo.video.plan.Planner;
import org.zvideo.video.report.ConsistencyReport;
import org.zvideo.video.report.FrameStatistics;
import org.zvideo.video.shot.CutFilter;
import org.zvideo.video.shot.Cuts;
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
            "71 memory, 73 output cannot be created, 74 reading or writing failed, 130/143 stopped by a signal."})
public final class Zvideo implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(arity = "0..1", paramLabel = "IN", description = "The video, or a picture.")
    private Path input;

    @Option(names = {"-s", "--style"}, paramLabel = "ART[:L]", converter = StyleArgument.Converter.class,
            description = "The style picture, with its own lambda if wanted; several are mixed.")
    private List<StyleArgument> styles;

    @ArgGroup(validate = false, heading = "%nInput and output:%n")
    private OutputArguments output = new OutputArguments();

    @ArgGroup(validate = false, heading = "%nMethod:%n")
    private MethodArguments method = new MethodArguments();

    @ArgGroup(validate = false, heading = "%nRegions:%n")
    private MaskArguments masks = new MaskArguments();

    @ArgGroup(validate = false, heading = "%nModel and machine:%n")
    private MachineArguments machine = new MachineArguments();

    @Option(names = "--every", paramLabel = "K",
            description = "Run the model on every K-th frame; those between follow the motion (default 1, 4 or 6 by the"
                    + " preset).")
    private Integer every;

    @Option(names = "--cuts", paramLabel = "auto|none|FILE", defaultValue = "auto", converter = CutsConverter.class,
            description = "Where shots begin: found, nowhere, or listed, a frame number or time a line"
                    + " (default ${DEFAULT-VALUE}).")
    private Supplier<Cuts> cuts;

    @Option(names = "--max-time", paramLabel = "TIME", converter = TimeConverter.class,
            description = "Measure two frames and take the best preset that needs no longer: seconds, M:SS or H:MM:SS.")
    private Double maxTime;

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
        boolean picture = StillImage.isPicture(input);
        Path target = output.target(input, picture);
        StyleTransferOptions options = method.options(masks.sainScope, console::warn);
        Preflight preflight = new Preflight(input, target, picture);
        preflight.checkNames();
        styles.forEach(style -> preflight.refuseSameFile(style.file()));
        masks.files.forEach(preflight::refuseSameFile);
        try (StyleMasks regions = masks.open(styles.size())) {
            if (!picture) {
                describe(target, regions);
            }
            List<RgbImage> pictures = styles.stream().map(style -> StillImage.read("style", style.file())).toList();
            boolean overwrite = preflight.mayOverwrite(output.replace, output.keep, console.terminal());
            if (dumpFolder != null) {
                Preflight.requireEmpty(dumpFolder, output.replace);
            }
            Dump dump = dumpFolder == null ? null : new Dump(dumpFolder, dumpFrames);
            int threads = machine.applyThreads(picture ? Schedule.IN_TURN : machine.schedule());
            Placement placement = machine.placement();
            Path model = machine.modelPath();
            console.say("model %s on %s, %s, %d thread(s)", model, placement.device(),
                    placement.precision().name().toLowerCase(Locale.ROOT), threads);
            try (StyleTransfer opened = StyleTransfer.open(model, machine.configs(), placement, options)) {
                StyleTransfer transfer = withinMemory(
                        maxTime == null || picture ? opened : withinTime(opened, pictures.get(0)), picture);
                try (PreparedStyles prepared = new PreparedStyles(transfer, pictures,
                        styles.stream().map(style -> style.lambda().orElse(method.lambda)).toList(), console)) {
                    if (picture) {
                        stylisePicture(transfer, prepared, regions, target, overwrite, dump);
                    } else {
                        Progress frames = console.progress("frame");
                        StyleTransferFilter filter = new StyleTransferFilter(transfer, prepared, regions,
                                (frame, source) -> observer(frame * every(), source, frames, dump), machine.schedule());
                        styliseVideo(new CutFilter(new KeyFrameFilter(filter, every()), cuts.get()), frames, target, overwrite,
                                settings(transfer.options(), model, placement, threads));
                    }
                }
            }
        }
        return ExitCode.OK.status();
    }

    /** Opens the video once before the model is loaded: what is wrong with it is said at once. */
    private void describe(Path target, StyleMasks regions) {
        output.encoder(target);
        try (VideoReader reader = VideoReader.open(input, output.clip())) {
            MediaInfo info = reader.info();
            regions.follow(info, output.clip());
            console.say("%s: %dx%d, %s, %s", input, info.width(), info.height(), info.codec(),
                    info.frameRate().known() ? info.frameRate() + " frames/s" : "no constant frame rate");
        }
    }

    private void stylisePicture(StyleTransfer transfer, PreparedStyles prepared, StyleMasks regions, Path target,
                                boolean overwrite, Dump dump) {
        RgbImage source = StillImage.read("picture", input);
        Progress progress = console.progress("picture");
        progress.expect(1);
        try (OutputFile file = OutputFile.create(target, overwrite); Shot shot = transfer.shot(prepared.get())) {
            file.write(StillImage.encode(shot.next(source, regions.at(0), observer(0, source, progress, dump)), target));
            file.commit();
        } finally {
            progress.clear();
        }
        console.result(target);
    }

    /** The same model, saving memory where that is needed. */
    private StyleTransfer withinMemory(StyleTransfer opened, boolean picture) {
        int[] size = picture ? size(StillImage.read("picture", input)) : size();
        MemorySaving saving = machine.saving(opened.cost(size[0], size[1], styles.size()), opened.precision());
        console.say("keys and values: %s", saving.storage().name().toLowerCase(Locale.ROOT));
        return opened.with(opened.options().withMemory(saving));
    }

    private static int[] size(RgbImage image) {
        return new int[] {image.width(), image.height()};
    }

    private int[] size() {
        try (VideoReader reader = VideoReader.open(input, output.clip())) {
            return new int[] {reader.info().width(), reader.info().height()};
        }
    }

    /** The same model with the best preset that fits into the time. */
    private StyleTransfer withinTime(StyleTransfer opened, RgbImage style) {
        Planner.Settings options = (steps, deep) -> method.options(steps, deep, masks.sainScope, warning -> { });
        Estimates estimates = Estimates.of(opened, options, style, styles.size(), input, output.clip(),
                machine.schedule(), console);
        method.preset = estimates.within(maxTime);
        console.note("preset %s: about %s", method.preset.name().toLowerCase(Locale.ROOT),
                Estimates.clock(estimates.plans().get(method.preset).seconds()));
        return opened.with(options.of(method.preset.steps(), method.preset.deepInterval()));
    }

    private int every() {
        return every == null ? method.preset.every() : every;
    }

    private void styliseVideo(CutFilter filter, Progress frames, Path target, boolean overwrite,
                              Map<String, Object> settings) {
        VideoJob job = new VideoJob(input, output.clip(), target, output.encoder(target), overwrite);
        VideoJob.Result result;
        try {
            result = job.run(filter, settings, new VideoJob.Listener() {
                @Override
                public void opened(MediaInfo info) {
                    frames.expect(info.frames());
                }

                @Override
                public void frame(FrameStatistics statistics) {
                    frames.frameDone(statistics.seconds());
                }
            });
        } finally {
            frames.clear();
            release(filter);
        }
        result.pipeline().droppedStreams().forEach(stream -> console.warn(stream + " is not in the output"));
        console.result(target);
        console.result(summary(result.consistency()));
    }

    private static void release(CutFilter filter) {
        try {
            filter.release();
        } catch (FrameFilter.Exception e) {
            throw new MediaException(MediaException.Problem.IO, "ending the filter: " + e.getMessage(), e);
        }
    }

    private FrameObserver observer(long frame, RgbImage source, Progress progress, Dump dump) {
        if (dump == null || !dump.wants(frame)) {
            return console.steps(progress);
        }
        dump.input(frame, source);
        return dump.observer(frame, console.steps(progress));
    }

    private Map<String, Object> settings(StyleTransferOptions options, Path model, Placement placement, int threads) {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("model", model.toString());
        settings.put("styles", styles.stream().map(style -> Map.of("file", style.file().toString(),
                "lambda", style.lambda().orElse(method.lambda))).toList());
        if (!masks.files.isEmpty()) {
            settings.put("masks", masks.files.stream().map(Path::toString).toList());
            settings.put("maskInvert", masks.inverted);
            settings.put("maskFeather", masks.feather);
        }
        settings.put("strength", options.strength());
        settings.put("contentColors", options.contentColors());
        settings.put("temporal", method.temporal);
        settings.put("method", options.method());
        options.shortSide().ifPresent(size -> settings.put("size", size));
        settings.put("device", placement.device().toString());
        settings.put("precision", placement.precision());
        settings.put("threads", threads);
        settings.put("kernels", placement.kernels());
        settings.put("storage", options.memory().storage());
        settings.put("checkpoints", options.memory().checkpoints());
        settings.put("every", every());
        return settings;
    }

    private static String summary(ConsistencyReport report) {
        if (report.result() == null) {
            return String.format(Locale.ROOT, "%d frame, %.1f s/frame", report.frames(), report.secondsPerFrame());
        }
        return String.format(Locale.ROOT, "%d frames, %.1f s/frame; Diff %.4f (variance %.6f, source %.4f)%s",
                report.frames(), report.secondsPerFrame(), report.result().mean(), report.result().variance(),
                report.source().mean(), report.warpedError() == null ? ""
                        : String.format(Locale.ROOT, ", warped error %.4f", report.warpedError()));
    }
}
