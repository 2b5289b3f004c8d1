package org.zvideo.cli;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.zvideo.core.FrameObserver;
import org.zvideo.core.RgbImage;
import org.zvideo.core.Shot;
import org.zvideo.core.Style;
import org.zvideo.core.StyleTransfer;
import org.zvideo.core.StyleTransferOptions;
import org.zvideo.core.torch.Placement;
import org.zvideo.video.MediaInfo;
import org.zvideo.video.OutputFile;
import org.zvideo.video.StillImage;
import org.zvideo.video.VideoJob;
import org.zvideo.video.VideoReader;
import org.zvideo.video.filter.StyleTransferFilter;
import org.zvideo.video.report.ConsistencyReport;
import org.zvideo.video.report.FrameStatistics;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command {@code zvideo IN --style ART}. */
@Command(name = "zvideo", mixinStandardHelpOptions = true, versionProvider = Version.class, sortOptions = false,
        usageHelpAutoWidth = true,
        description = "Turns a video or a picture into the style of any other picture, steadily from frame to frame.",
        footer = {"", "Results go to standard output, everything else to standard error.",
            "Exit status: 0 done, 64 usage, 65 bad input, 66 input missing, 69 device unavailable, 70 internal,",
            "71 memory, 73 output cannot be created, 74 reading or writing failed, 130/143 stopped by a signal."})
public final class Zvideo implements Callable<Integer> {
    @Parameters(paramLabel = "IN", description = "The video, or a picture.")
    private Path input;

    @Option(names = {"-s", "--style"}, required = true, paramLabel = "ART[:L]", converter = StyleArgument.Converter.class,
            description = "The style picture, with its own lambda if wanted; several are mixed.")
    private List<StyleArgument> styles;

    @ArgGroup(validate = false, heading = "%nInput and output:%n")
    private OutputArguments output = new OutputArguments();

    @ArgGroup(validate = false, heading = "%nMethod:%n")
    private MethodArguments method = new MethodArguments();

    @ArgGroup(validate = false, heading = "%nModel and machine:%n")
    private MachineArguments machine = new MachineArguments();

    @Option(names = "--dump", paramLabel = "DIR",
            description = "Write what goes on inside the frames: x0 of each step, energy, attention mass, noise.")
    private Path dumpFolder;

    @Option(names = "--dump-frames", paramLabel = "LIST", description = "Which frames, like 0,10-12 (default all).")
    private String dumpFrames;

    @Option(names = {"-q", "--quiet"}, description = "Say nothing but results and errors.")
    private boolean quiet;

    @Option(names = {"-v", "--verbose"}, description = "Say more; with an error, where it came from.")
    private boolean verbose;

    private final Cancellation cancellation;
    private final PrintStream results = System.out;
    private final PrintStream messages = System.err;

    Zvideo(Cancellation cancellation) {
        this.cancellation = cancellation;
    }

    boolean verbose() {
        return verbose;
    }

    @Override
    public Integer call() {
        // Before the first logger is made: the libraries of ours log through slf4j.
        System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", verbose && !quiet ? "info" : "error");
        System.setProperty("org.slf4j.simpleLogger.showThreadName", "false");
        System.setProperty("org.slf4j.simpleLogger.showShortLogName", "true");
        boolean picture = StillImage.isPicture(input);
        Path target = output.target(input, picture);
        StyleTransferOptions options = method.options(this::warn);
        Preflight preflight = new Preflight(input, target, picture);
        preflight.checkNames();
        for (StyleArgument style : styles) {
            preflight.refuseSameFile(style.file());
        }
        if (!picture) {
            describe(target);
        }
        List<RgbImage> pictures = styles.stream().map(style -> StillImage.read("style", style.file())).toList();
        boolean overwrite = preflight.mayOverwrite(output.replace, output.keep, messages);
        if (dumpFolder != null) {
            Preflight.requireEmpty(dumpFolder, output.replace);
        }
        Dump dump = dumpFolder == null ? null : new Dump(dumpFolder, dumpFrames);
        int threads = machine.applyThreads();
        Placement placement = machine.placement();
        Path model = machine.modelPath();
        say("model %s on %s, %s, %d thread(s)", model, placement.device(),
                placement.precision().name().toLowerCase(Locale.ROOT), threads);
        try (StyleTransfer transfer = StyleTransfer.open(model, machine.configs(), placement, options)) {
            Styles prepared = new Styles(transfer, pictures);
            try (prepared) {
                if (picture) {
                    stylisePicture(transfer, prepared, target, overwrite, dump);
                } else {
                    styliseVideo(transfer, prepared, target, overwrite, dump, settings(options, model, placement, threads));
                }
            }
        }
        return ExitCode.OK.status();
    }

    /** The styles, prepared when they are first needed: an output that cannot be written is found out before that. */
    private final class Styles implements Supplier<List<Style>>, AutoCloseable {
        private final StyleTransfer transfer;
        private final List<RgbImage> pictures;
        private final List<Style> prepared = new ArrayList<>();

        private Styles(StyleTransfer transfer, List<RgbImage> pictures) {
            this.transfer = transfer;
            this.pictures = pictures;
        }

        @Override
        public List<Style> get() {
            Progress progress = progress("style");
            progress.expect(pictures.size());
            try {
                for (int n = prepared.size(); n < pictures.size(); n++) {
                    prepared.add(transfer.style(pictures.get(n), styles.get(n).lambda().orElse(method.lambda),
                            observer(0, progress, null)));
                    progress.frameDone(0);
                }
            } finally {
                progress.clear();
            }
            return prepared;
        }

        @Override
        public void close() {
            prepared.forEach(Style::close);
        }
    }

    /** Opens the video once before the model is loaded: what is wrong with it is said at once. */
    private void describe(Path target) {
        output.encoder(target);
        try (VideoReader reader = VideoReader.open(input, output.clip())) {
            MediaInfo info = reader.info();
            say("%s: %dx%d, %s, %s", input, info.width(), info.height(), info.codec(),
                    info.frameRate().known() ? info.frameRate() + " frames/s" : "no constant frame rate");
        }
    }

    private void stylisePicture(StyleTransfer transfer, Styles prepared, Path target, boolean overwrite, Dump dump) {
        RgbImage source = StillImage.read("picture", input);
        Progress progress = progress("picture");
        progress.expect(1);
        try (OutputFile file = OutputFile.create(target, overwrite); Shot shot = transfer.shot(prepared.get())) {
            if (dump != null && dump.wants(0)) {
                dump.input(0, source);
            }
            file.write(StillImage.encode(shot.next(source, observer(0, progress, dump)), target));
            file.commit();
        } finally {
            progress.clear();
        }
        results.println(target);
    }

    private void styliseVideo(StyleTransfer transfer, Styles prepared, Path target, boolean overwrite, Dump dump,
                              Map<String, Object> settings) {
        Progress progress = progress("frame");
        StyleTransferFilter filter = new StyleTransferFilter(transfer, prepared, (frame, source) -> {
            if (dump != null && dump.wants(frame)) {
                dump.input(frame, source);
            }
            return observer(frame, progress, dump);
        });
        VideoJob job = new VideoJob(input, output.clip(), target, output.encoder(target), overwrite);
        VideoJob.Result result;
        try {
            result = job.run(filter, settings, new VideoJob.Listener() {
                @Override
                public void opened(MediaInfo info) {
                    progress.expect(info.frames());
                }

                @Override
                public void frame(FrameStatistics statistics) {
                    progress.frameDone(statistics.seconds());
                }
            });
        } finally {
            progress.clear();
            filter.release();
        }
        result.pipeline().droppedStreams().forEach(stream -> warn(stream + " is not in the output"));
        results.println(target);
        results.println(summary(result.consistency()));
    }

    private FrameObserver observer(long frame, Progress progress, Dump dump) {
        FrameObserver steps = new FrameObserver() {
            @Override
            public void progress(int done, int total) {
                cancellation.check();
                progress.step(done, total);
            }
        };
        return dump != null && dump.wants(frame) ? dump.observer(frame, steps) : steps;
    }

    private Progress progress(String unit) {
        return new Progress(unit, messages, System.console() != null && System.getenv("NO_COLOR") == null, quiet);
    }

    private Map<String, Object> settings(StyleTransferOptions options, Path model, Placement placement, int threads) {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("model", model.toString());
        settings.put("styles", styles.stream().map(style -> Map.of("file", style.file().toString(),
                "lambda", style.lambda().orElse(method.lambda))).toList());
        settings.put("temporal", method.temporal);
        settings.put("method", options.method());
        options.shortSide().ifPresent(size -> settings.put("size", size));
        settings.put("device", placement.device().toString());
        settings.put("precision", placement.precision());
        settings.put("threads", threads);
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

    private void say(String format, Object... arguments) {
        if (verbose && !quiet) {
            messages.printf(Locale.ROOT, "zvideo: " + format + "%n", arguments);
        }
    }

    private void warn(String message) {
        if (!quiet) {
            messages.println("zvideo: warning: " + message);
        }
    }
}
