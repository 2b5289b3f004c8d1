package org.zvideo.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.zvideo.core.FrameObserver;
import org.zvideo.core.RgbImage;
import org.zvideo.core.Shot;
import org.zvideo.core.Style;
import org.zvideo.core.StyleTransfer;
import org.zvideo.core.StyleTransferOptions;
import org.zvideo.core.torch.Placement;
import org.zvideo.video.MediaException;
import org.zvideo.video.MediaInfo;
import org.zvideo.video.OutputFile;
import org.zvideo.video.StillImage;
import org.zvideo.video.VideoJob;
import org.zvideo.video.filter.RgbFrames;
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
        boolean picture = StillImage.isPicture(input);
        Path target = output.target(input, picture);
        StyleTransferOptions options = method.options(this::warn);
        List<RgbImage> pictures = checkFiles(picture, target);
        boolean overwrite = mayOverwrite(target, picture);
        Dump dump = dumpFolder == null ? null : new Dump(dumpFolder, dumpFrames);
        int threads = machine.applyThreads();
        Placement placement = machine.placement();
        Path model = machine.modelPath();
        say("model %s on %s, %s, %d thread(s)", model, placement.device(),
                placement.precision().name().toLowerCase(Locale.ROOT), threads);
        try (StyleTransfer transfer = StyleTransfer.open(model, machine.configs(), placement, options)) {
            List<Style> prepared = new ArrayList<>();
            try {
                prepareStyles(transfer, pictures, prepared);
                if (picture) {
                    stylisePicture(transfer, prepared, target, overwrite, dump);
                } else {
                    styliseVideo(transfer, prepared, target, overwrite, dump, settings(options, model, placement, threads));
                }
            } finally {
                prepared.forEach(Style::close);
            }
        }
        return ExitCode.OK.status();
    }

    private void prepareStyles(StyleTransfer transfer, List<RgbImage> pictures, List<Style> prepared) {
        Progress progress = progress("style");
        progress.expect(pictures.size());
        try {
            for (int n = 0; n < pictures.size(); n++) {
                prepared.add(transfer.style(pictures.get(n), styles.get(n).lambda().orElse(method.lambda),
                        observer(0, progress, null)));
                progress.frameDone(0);
            }
        } finally {
            progress.clear();
        }
    }

    /** Everything that can be known to be wrong before the model is loaded. */
    private List<RgbImage> checkFiles(boolean picture, Path target) {
        if (!Files.exists(input) && input.toString().matches("[a-zA-Z][a-zA-Z0-9+.-]+:/.*")) {
            throw new MediaException(MediaException.Problem.USAGE, "input " + input + ": local files only");
        }
        if (!Files.isRegularFile(input)) {
            throw new MediaException(MediaException.Problem.MISSING_INPUT, "input " + input
                    + (Files.isDirectory(input) ? ": is a folder, not a video" : Files.exists(input)
                    ? ": not a regular file" : ": no such file"));
        }
        boolean pictureName = StillImage.isPictureName(target);
        if (picture && !pictureName) {
            throw new MediaException(MediaException.Problem.USAGE, "output " + target
                    + ": a picture gives a picture; name it .png or .jpg");
        }
        if (!picture && pictureName) {
            throw new MediaException(MediaException.Problem.USAGE, "output " + target
                    + ": a video gives a video; name it .mp4, .mov, .mkv or .webm");
        }
        refuseSameFile(target, input);
        for (StyleArgument style : styles) {
            refuseSameFile(target, style.file());
        }
        if (!picture) {
            output.encoder(target);
            try (var reader = org.zvideo.video.VideoReader.open(input, output.clip())) {
                say("%s: %dx%d, %s, %s", input, reader.info().width(), reader.info().height(), reader.info().codec(),
                        reader.info().frameRate().known() ? reader.info().frameRate() + " frames/s" : "no constant frame rate");
            }
        }
        return styles.stream().map(style -> StillImage.read("style", style.file())).toList();
    }

    private static void refuseSameFile(Path target, Path source) {
        try {
            if (Files.exists(target) && Files.exists(source) && Files.isSameFile(target, source)) {
                throw new MediaException(MediaException.Problem.CANNOT_CREATE, "output " + target
                        + ": is the input itself; choose another name with -o");
            }
        } catch (IOException e) {
            throw new MediaException(MediaException.Problem.CANNOT_CREATE, "output " + target + ": " + e.getMessage(), e);
        }
    }

    private boolean mayOverwrite(Path target, boolean picture) {
        if (output.replace && output.keep) {
            throw new IllegalArgumentException("-y and -n contradict each other");
        }
        List<Path> existing = (picture ? List.of(target)
                : List.of(target, VideoJob.statisticsFile(target), VideoJob.reportFile(target)))
                .stream().filter(Files::exists).toList();
        if (existing.isEmpty() || output.replace) {
            return output.replace;
        }
        if (!output.keep && System.console() != null) {
            messages.print("zvideo: " + existing.get(0) + " exists. Replace it? [y/N] ");
            messages.flush();
            String answer = System.console().readLine();
            if (answer != null && answer.strip().toLowerCase(Locale.ROOT).startsWith("y")) {
                return true;
            }
        }
        throw new MediaException(MediaException.Problem.CANNOT_CREATE, "output " + existing.get(0)
                + ": exists; use -y to replace it or -o for another name");
    }

    private void stylisePicture(StyleTransfer transfer, List<Style> prepared, Path target, boolean overwrite, Dump dump) {
        RgbImage source = StillImage.read("picture", input);
        Progress progress = progress("picture");
        progress.expect(1);
        try (OutputFile file = OutputFile.create(target, overwrite); Shot shot = transfer.shot(prepared)) {
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

    private void styliseVideo(StyleTransfer transfer, List<Style> prepared, Path target, boolean overwrite, Dump dump,
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
