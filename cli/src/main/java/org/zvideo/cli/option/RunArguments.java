package org.zvideo.cli.option;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.zvideo.core.Preset;
import org.zvideo.video.filter.ComparisonFilter;
import org.zvideo.video.report.MeasuredFlow;
import org.zvideo.video.report.Requirement.Need;
import org.zvideo.video.request.DumpSpec;
import org.zvideo.video.request.Effort;
import org.zvideo.video.request.StyleTransferRequest;
import org.zvideo.video.shot.CutSpec;
import picocli.CommandLine.Option;

/** The options of a whole run: how much work it may be, where shots start, and what it writes besides the result. */
public final class RunArguments {
    private static final long FEW_FRAMES = 10;

    @Option(
            names = "--max-time",
            paramLabel = "TIME",
            converter = TimeConverter.class,
            description = "Use the best preset that finishes within TIME, after timing two frames: seconds, M:SS or"
                    + " H:MM:SS.")
    public Double maxTime;

    @Option(
            names = "--every",
            paramLabel = "K",
            description = "Run the model on every K-th frame only; the frames between follow the motion (default 1,"
                    + " 4 or 6, depending on the preset).")
    public Integer every;

    @Option(
            names = "--cuts",
            paramLabel = "auto|none|FILE",
            defaultValue = "auto",
            description = "Where shots start: auto (detect them), none, or FILE with one frame number or time per "
                    + "line (default ${DEFAULT-VALUE}).")
    public CutSpec cuts;

    @Option(
            names = "--compare",
            paramLabel = "LAYOUT",
            description = "Also write OUT.compare.EXT, with source and result in one picture: side, wipe or diff.")
    public ComparisonFilter.Layout compare;

    @Option(
            names = "--require",
            paramLabel = "BOUND",
            description = "End with status 6 unless the bound is met, like warp<0.03; repeatable. Measures: "
                    + Bounds.MEASURES)
    public List<String> requirements = List.of();

    @Option(
            names = "--measure-flow",
            paramLabel = "dis|farneback",
            defaultValue = "dis",
            description =
                    "The optical flow along which the report measures (default ${DEFAULT-VALUE}). A second one after a"
                            + " comma adds the warped error along it.")
    public String measureFlow;

    @Option(names = "--no-report", description = "Measure nothing and write no page: saves the time of the measures.")
    public boolean noReport;

    @Option(names = "--restart", description = "Start over instead of resuming an interrupted run.")
    public boolean restart;

    @Option(
            names = "--keep-work",
            description = "Keep the work folder OUT.zvideo, so that zvideo restyle can change the appearance later.")
    public boolean keepWork;

    @Option(
            names = "--save-preset",
            paramLabel = "FILE",
            description = "Write the given options of the method to a file that --preset reads.")
    public Path savedPreset;

    @Option(
            names = "--dump",
            paramLabel = "DIR",
            description = "Write what happens inside the frames: x0 of each step, energy, attention mass, noise.")
    public Path dump;

    @Option(
            names = "--isolate",
            negatable = true,
            fallbackValue = "true",
            description =
                    "First decode all files in a process of its own, so that one that crashes a decoder is refused like"
                            + " any damaged one (default on for videos of ten frames or more, with the launcher).")
    Boolean isolate;

    @Option(names = "--dump-frames", paramLabel = "LIST", description = "Frames to dump, like 0,10-12 (default all).")
    public String dumpFrames;

    /** The effort with this preset, unless a time limit chooses another. */
    public Effort effort(Preset preset) {
        return maxTime == null
                ? new Effort.Chosen(preset, every == null ? OptionalInt.empty() : OptionalInt.of(every))
                : new Effort.Within(maxTime);
    }

    /** The bounds that the result has to meet. */
    public Bounds bounds() {
        return Bounds.of(requirements).require(EnumSet.of(Need.STYLE, Need.OTHER_FLOW, Need.CONTENT), false);
    }

    /** The motion along which the result is measured; empty if it is not. */
    public Optional<MeasuredFlow> measuredFlow() {
        return noReport ? Optional.empty() : Optional.of(bounds().flow(measureFlow));
    }

    /** What to dump, if anything. */
    public Optional<DumpSpec> dumps() {
        return Optional.ofNullable(dump).map(folder -> new DumpSpec(folder, Optional.ofNullable(dumpFrames)));
    }

    /**
     * Whether the files of a request are decoded in a process of its own first. That is cheap with the launcher's archive of
     * classes, beside the model's work on more than a few frames.
     */
    public boolean isolates(StyleTransferRequest request) {
        if (isolate != null) {
            return isolate;
        }
        String home = System.getProperty("zvideo.home");
        return home != null
                && Files.exists(Path.of(home, "lib", "zvideo.jsa"))
                && !request.ofPicture()
                && request.source().clip().frames().orElse(FEW_FRAMES) >= FEW_FRAMES;
    }
}
