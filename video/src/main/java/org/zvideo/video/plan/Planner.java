package org.zvideo.video.plan;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;
import org.bytedeco.javacv.Frame;
import org.zvideo.core.Preset;
import org.zvideo.core.Style;
import org.zvideo.core.StyleTransfer;
import org.zvideo.core.StyleTransferOptions;
import org.zvideo.core.bench.ResidentMemory;
import org.zvideo.core.cost.FrameCost;
import org.zvideo.core.cost.MotionCost;
import org.zvideo.core.diffusion.Beyond;
import org.zvideo.core.diffusion.WindowSize;
import org.zvideo.core.edit.KeyValueStorage;
import org.zvideo.core.image.FrameObserver;
import org.zvideo.core.image.RgbImage;
import org.zvideo.core.torch.Precision;
import org.zvideo.video.RgbFrames;
import org.zvideo.video.filter.StageFilter;
import org.zvideo.video.report.ConsistencyMeter;
import org.zvideo.video.report.Measuring;
import org.zvideo.video.stage.FrameModel;
import org.zvideo.video.stage.KeyFrameStage;
import org.zvideo.video.stage.Masks;
import org.zvideo.video.stage.ModelFrame;
import org.zvideo.video.stage.ModelStage;
import org.zvideo.video.stage.Schedule;
import org.zvideo.video.stage.SharedMotion;
import org.zvideo.video.stage.ShotFrame;
import org.zvideo.video.stage.Stage;
import org.zvideo.video.stage.StyledFrame;
import org.zvideo.video.stage.WindowStage;

/**
 * Computes what a job will cost. The time of a frame is a linear function of the number of steps; two short runs of a
 * few steps each, with everything that a long run does, determine it.
 */
public final class Planner {
    private static final int FEW = 2;
    private static final int MORE = 4;
    /** Frames between two key frames in a measurement, so that what is done once for them counts as little as in a run. */
    private static final int BETWEEN = 3;
    /** Measured bytes per pixel of a result with H.264 at the default quality; other codecs differ. */
    private static final double BITS_PER_PIXEL = 1;

    private final StyleTransfer transfer;
    private final Settings options;
    private final Finishing finishing;
    private final RgbImage style;
    private final StyleCount styles;
    private final Masks masks;
    private final Schedule schedule;
    private final Optional<WindowSize> windows;
    private final Storage storage;
    private final FrameObserver observer;

    /** Where keys and values that need this many bytes are stored. */
    @FunctionalInterface
    public interface Storage {
        KeyValueStorage of(FrameCost cost, Precision precision);
    }

    /** Completes the settings that vary with those that do not. */
    @FunctionalInterface
    public interface Settings {
        StyleTransferOptions of(int steps, int coarseInterval, int inversionInterval);
    }

    /** What is done to the model's pictures. */
    @FunctionalInterface
    public interface Finishing {
        /**
         * Builds the stages around a model.
         *
         * @param model   told what it has to make
         * @param options of the model
         */
        Stage<StyledFrame> around(FrameModel model, StyleTransferOptions options);
    }

    /**
     * Creates a planner.
     *
     * @param transfer the model to use
     * @param options the settings for a number of steps
     * @param finishing what is done after the model, with one of the styles
     * @param style one of the styles
     * @param styles their numbers
     * @param masks the masks for one style
     * @param windows in which a motion module ties frames together; empty for none
     * @param storage of keys and values
     * @param observer is told about progress
     */
    public Planner(
            StyleTransfer transfer,
            Settings options,
            Finishing finishing,
            RgbImage style,
            StyleCount styles,
            Masks masks,
            Schedule schedule,
            Optional<WindowSize> windows,
            Storage storage,
            FrameObserver observer) {
        this.windows = windows;
        this.storage = storage;
        this.masks = masks;
        this.transfer = transfer;
        this.options = options;
        this.finishing = finishing;
        this.style = style;
        this.styles = styles;
        this.schedule = schedule;
        this.observer = observer;
    }

    /** The seconds that two frames took. */
    public final class Measured {
        private final FrameCost tried;
        private final Timing few;
        private final Timing more;
        private final double measuring;
        private final double between;
        private final long memory;
        private final RgbImage frame;

        private Measured(List<RgbImage> frames) {
            frame = frames.get(0);
            tried = cost(options.of(MORE, 1, 1), styles.all());
            few = time(FEW, frames);
            more = time(MORE, frames);
            RgbImage second = frames.get(Math.min(1, frames.size() - 1));
            try (ConsistencyMeter meter = ConsistencyMeter.ofReport(pair -> {}, Measuring.DEFAULT)) {
                meter.add(frame, frame, 0, 0);
                measuring = Stopwatch.seconds(() -> meter.add(second, second, 1, 0));
            }
            between = between(second);
            memory = ResidentMemory.peak();
        }

        /** The seconds for a frame between key frames, until it is where the model's own pictures are. */
        private double between(RgbImage second) {
            ModelFrame made = more.made();
            try (Stage<ModelFrame> stage = new KeyFrameStage(new SamePicture(made), BETWEEN + 1, new SharedMotion())) {
                return Stopwatch.seconds(() -> {
                            for (int n = 0; n <= BETWEEN + 1; n++) {
                                stage.accept(new ShotFrame(n, n, 0, n == 0 ? frame : second), result -> {});
                            }
                        })
                        / BETWEEN;
            }
        }

        private FrameCost cost(StyleTransferOptions given) {
            return cost(given, styles.atOnce());
        }

        private FrameCost cost(StyleTransferOptions given, int count) {
            return transfer.with(given).cost(frame.width(), frame.height(), count);
        }

        /** The cost of the given number of frames. */
        public WorkPlan plan(long frames, Preset preset) {
            return plan(
                    frames,
                    options.of(preset.steps(), preset.coarseInterval(), preset.inversionInterval()),
                    preset.every());
        }

        /** The cost of the given number of frames with custom settings. */
        public WorkPlan plan(long frames, StyleTransferOptions given, int every) {
            int steps = given.method().steps();
            long keys = every == 1 ? frames : (frames - 1) / every + 1 + ((frames - 1) % every == 0 ? 0 : 1);
            FrameCost cost = cost(given);
            FrameCost whole = cost(plain(given));
            Optional<MotionCost> motion =
                    windows.map(size -> transfer.motion(size).cost(frame.width(), frame.height()));
            double runs = motion.map(module -> module.runsPerFrame(keys)).orElse(1.0);
            double heavier = runs * (1 + motion.map(MotionCost::run).orElse(0.0) / cost.unit());
            double perKey = line(few.frame(), more.frame(), steps) * runs * cost.units(false) / whole.units(false);
            // one thread does this in turn, while the others work on other frames
            double inTurn = (frames - keys) * between
                    + styles.atOnce() * (more.firstFinished() + (frames - 1) * more.finished());
            double seconds = styles.all() * line(few.style(), more.style(), steps) * cost.style() / whole.style()
                    + Math.max(inTurn, keys * perKey + inTurn / schedule.frames())
                    + frames * measuring / Math.max(1, Runtime.getRuntime().availableProcessors());
            double flops = styles.all() * cost.style()
                    + heavier
                            * (cost.inversion()
                                    + cost.denoising(true)
                                    + (keys - 1) * (cost.inversion() + cost.denoising(false)));
            FrameCost holding = cost(given, styles.all());
            KeyValueStorage where = storage.of(holding, transfer.precision());
            double stored = holding.storedBytes(
                    (where == KeyValueStorage.MEMORY ? transfer.precision() : Precision.BF16).bytes());
            double inMemory = where == KeyValueStorage.DISK ? 0 : stored;
            long stores =
                    (long) (inMemory - tried.storedBytes(transfer.precision().bytes()));
            return new WorkPlan(
                    steps,
                    every,
                    seconds,
                    memory == 0 ? 0 : memory + Math.max(0, stores),
                    Math.round(BITS_PER_PIXEL / 8 * frames * frame.width() * frame.height() + stored - inMemory),
                    flops,
                    heavier * keys * cost.units(false) / frames);
        }
    }

    /** The same as in a short run: each of T steps computed as a whole, in both directions. */
    private static StyleTransferOptions plain(StyleTransferOptions given) {
        Beyond beyond = given.method().beyond();
        return given.withMethod(given.method()
                .withBeyond(
                        beyond.withCoarseInterval(1).withInversionInterval(1).withInversionSteps(OptionalInt.empty())));
    }

    /**
     * The seconds of a short run.
     *
     * @param style         for the style, and what is prepared of it for the stages after the model
     * @param frame         for each further frame in the model, where as many are in work as the schedule says; in a window for
     *                      each of its frames
     * @param finished      for the same frame after the model
     * @param firstFinished for a shot's first frame after the model
     * @param made          what the model made of a frame
     */
    private record Timing(double style, double frame, double finished, double firstFinished, ModelFrame made) {}

    /**
     * Times the first frames of the clip.
     *
     * @param frames the first ones; the last of them stands for those that are missing
     */
    public Measured measure(List<RgbImage> frames) {
        return new Measured(frames);
    }

    private Timing time(int steps, List<RgbImage> frames) {
        StyleTransfer with = transfer.with(plain(options.of(steps, 1, 1)));
        long start = System.nanoTime();
        try (Style prepared = with.style(style, StyleTransferOptions.LAMBDA, observer)) {
            ClockedModel model = new ClockedModel(model(with, () -> List.of(prepared)));
            StageFilter filter = new StageFilter(finishing.around(model, with.options()));
            try {
                double styleSeconds = (System.nanoTime() - start) / 1e9;
                push(filter, frames, 0, 1);
                int atATime = windows.map(WindowSize::length).orElse(1 + schedule.frames());
                double others = Stopwatch.seconds(() -> push(filter, frames, 1, atATime));
                return new Timing(
                        styleSeconds,
                        Math.max(0, others - model.afterFirst())
                                / windows.map(WindowSize::length).orElse(schedule.frames()),
                        model.last(),
                        model.first(),
                        model.newest());
            } finally {
                filter.release();
            }
        }
    }

    private FrameModel model(StyleTransfer with, Supplier<List<Style>> prepared) {
        return windows.<FrameModel>map(size -> new WindowStage(with.motion(size), prepared, masks, frame -> observer))
                .orElseGet(() -> new ModelStage(with, prepared, masks, frame -> observer, schedule));
    }

    private static void push(StageFilter filter, List<RgbImage> frames, int from, int to) {
        for (int n = from; n < to; n++) {
            try (Frame frame = RgbFrames.toFrame(frames.get(Math.min(n, frames.size() - 1)), n)) {
                filter.push(frame);
            }
        }
        filter.push(null);
    }

    private static double line(double few, double more, int steps) {
        double slope = Math.max(0, (more - few) / (MORE - FEW));
        return Math.max(0, few - FEW * slope) + slope * steps;
    }
}
