package org.zvideo.video.report;

import java.util.Optional;
import java.util.function.Supplier;
import org.zvideo.core.image.RgbImage;
import org.zvideo.video.flow.FlowWarp;
import org.zvideo.video.flow.OpticalFlow;

/**
 * Measures pairs of source and result as they pass. It remembers the last frame of each and the last tenth one outside the Java
 * heap, however long the video is, so its heap use does not grow with the size of the frames.
 */
public final class ConsistencyMeter implements Meter {
    private static final int LONG_GAP = 10;
    /** The first frame of a shot that may show a ghost: the frame before it must have been tied to another. */
    private static final int FIRST_GHOST = 2;

    /** The frame before; null at the beginning of a shot. */
    private PastPair before;
    /** The newest of the frames 0, 10, 20, … of the shot; null before the first. It may be the frame before. */
    private PastPair tenth;

    private final Track result = new Track();
    private final Track source = new Track();
    private final ReferenceTrack reference = new ReferenceTrack();
    private final Measuring measuring;
    private final SourceMotion motion;
    private final Optional<BlurredSource> blurred;
    private final StyleMeter style;
    private final ContentMeter content;
    private final Track.Mean unwarped = new Track.Mean();
    private final Track.Mean other = new Track.Mean();
    private final RunTrack run = new RunTrack();
    private final FramePair.Listener pairs;
    private boolean cut;
    private long frames;
    private long inShot;

    private ConsistencyMeter(FramePair.Listener pairs, Optional<BlurredSource> blurred, Measuring measuring) {
        this.pairs = pairs;
        this.blurred = blurred;
        this.measuring = measuring;
        this.motion = new SourceMotion(measuring.motions());
        this.style = new StyleMeter(measuring.styles());
        this.content = new ContentMeter(measuring.content());
    }

    /** A meter of the result alone. */
    public ConsistencyMeter() {
        this(Measuring.DEFAULT);
    }

    /** @param measuring by what the result is measured */
    public ConsistencyMeter(Measuring measuring) {
        this(pair -> {}, Optional.empty(), measuring);
    }

    /**
     * A meter that measures copies of the source as well, for a report.
     *
     * @param pairs     receives each frame that has one before it
     * @param measuring by what the result is measured
     */
    public static ConsistencyMeter ofReport(FramePair.Listener pairs, Measuring measuring) {
        return new ConsistencyMeter(pairs, Optional.of(new BlurredSource()), measuring);
    }

    /** Starts a new shot with the next frame: its difference from the frame before says nothing about consistency. */
    @Override
    public void cut() {
        forget();
        blurred.ifPresent(BlurredSource::cut);
        cut = frames > 0;
    }

    /** Measures the next frame. Source and result have the same size. */
    public FrameStatistics add(RgbImage ofSource, RgbImage ofResult, double time, double took) {
        return add(ofSource, ofResult, Optional.empty(), time, took, FrameMeasures.NONE);
    }

    @Override
    public FrameStatistics add(
            Supplier<RgbImage> ofSource, RgbImage ofResult, double time, double took, FrameMeasures model) {
        return add(ofSource.get(), ofResult, Optional.empty(), time, took, model);
    }

    /**
     * Measures the next frame beside that of a reference.
     *
     * @param untied the frame of a result in which nothing ties frames together, of the same size; empty without a reference
     */
    public FrameStatistics add(
            RgbImage ofSource,
            RgbImage ofResult,
            Optional<RgbImage> untied,
            double time,
            double took,
            FrameMeasures model) {
        PastPair now = new PastPair(frames, ofSource, ofResult);
        double sharpness = result.sharpness(Sharpness.of(now.result()));
        double sourceSharpness = source.sharpness(Sharpness.ofGray(now.gray()));
        blurred.ifPresent(copy -> copy.add(now.source(), sourceSharpness, sharpness));
        Double sharpnessRatioNone = untied.map(reference::add)
                .map(one -> Sharpness.ratio(sharpness, one))
                .orElse(null);
        Compared compared = Compared.NOTHING;
        if (before != null) {
            try (FlowWarp warp = motion.between(now, before, measuring.flow().kind())) {
                compared = compare(now, before, warp, untied);
                if (compared.warpedError != null) {
                    pairs.pair(new FramePair(
                            frames, time, compared.warpedError, ofSource, before.result(), ofResult, warp));
                }
            }
        }
        boolean isTenth = inShot % LONG_GAP == 0;
        LongGap longGap = isTenth && tenth != null ? longGap(now) : LongGap.NONE;
        remember(now, isTenth);
        RunTrack.Values made = run.add(took, model);
        Boolean begins = cut ? true : null;
        cut = false;
        return new FrameStatistics(
                frames,
                time,
                begins,
                compared.sourceDiff,
                compared.diff,
                compared.warpedError,
                longGap.result,
                compared.unwarpedError,
                compared.sourceWarpedError,
                new Steadiness(
                        longGap.source,
                        compared.warpedErrorOther,
                        compared.motion,
                        compared.flicker,
                        compared.ghost,
                        sharpnessRatioNone),
                sharpness,
                sourceSharpness,
                Sharpness.ratio(sharpness, sourceSharpness),
                style.add(
                        frames++,
                        ofSource,
                        ofResult,
                        () -> blurred.map(BlurredSource::frame).orElse(null)),
                content.add(inShot++, ofSource, ofResult),
                made.seconds(),
                made.energy(),
                made.styleDifference(),
                made.strokesKept(),
                made.strokeCost());
    }

    /** A frame beside the one before it; null where there is none, or nothing to measure on it. */
    private record Compared(
            Double sourceDiff,
            Double diff,
            Double warpedError,
            Double sourceWarpedError,
            Double unwarpedError,
            Double warpedErrorOther,
            Double motion,
            Double flicker,
            Double ghost) {
        private static final Compared NOTHING = new Compared(null, null, null, null, null, null, null, null, null);
    }

    private Compared compare(PastPair now, PastPair before, FlowWarp warp, Optional<RgbImage> untied) {
        double sourceDiff = source.difference(now.source(), before.source());
        double diff = result.difference(now.result(), before.result());
        WarpedError error = result.warped(now.result(), before.result(), warp);
        WarpedError sourceError = source.warped(now.source(), before.source(), warp);
        StillPixels still = new StillPixels(now.source(), before.source(), warp);
        source.still(now.source(), before.source(), still);
        blurred.ifPresent(copy -> copy.compare(warp, still));
        return new Compared(
                sourceDiff,
                diff,
                known(error.value()),
                known(sourceError.value()),
                unwarped.noted(WarpedError.unwarped(now.result(), before.result())),
                measuring
                        .flow()
                        .other()
                        .map(kind -> otherError(now, before, kind))
                        .orElse(null),
                WarpedError.motion(error.followed(), error.predicted()),
                result.still(now.result(), before.result(), still),
                inShot < FIRST_GHOST
                        ? null
                        : untied.map(frame -> reference.ghost(now.result(), frame, warp))
                                .orElse(null));
    }

    private Double otherError(PastPair now, PastPair before, OpticalFlow.Kind kind) {
        try (FlowWarp warp = motion.between(now, before, kind)) {
            return other.noted(
                    WarpedError.of(now.result(), before.result(), warp).value());
        }
    }

    private static Double known(double value) {
        return Double.isNaN(value) ? null : value;
    }

    /** Warped errors of the result and of the source, gap 10; null on frames other than every tenth of a shot. */
    private record LongGap(Double result, Double source) {
        private static final LongGap NONE = new LongGap(null, null);
    }

    private LongGap longGap(PastPair now) {
        try (FlowWarp warp = motion.between(now, tenth, measuring.flow().kind())) {
            blurred.ifPresent(copy -> copy.compare10(tenth.source(), warp));
            return new LongGap(
                    result.warped10(now.result(), tenth.result(), warp),
                    source.warped10(now.source(), tenth.source(), warp));
        }
    }

    private void remember(PastPair now, boolean isTenth) {
        if (before != null && before != tenth) {
            before.close();
        } else if (before != null) {
            before.forgetGray();
        }
        before = now;
        if (isTenth) {
            if (tenth != null) {
                tenth.close();
            }
            tenth = now;
        }
    }

    private void forget() {
        if (before != null && before != tenth) {
            before.close();
        }
        if (tenth != null) {
            tenth.close();
        }
        before = null;
        tenth = null;
        inShot = 0;
    }

    /** Frees the remembered frames. Measurements stay. */
    @Override
    public void close() {
        forget();
        blurred.ifPresent(BlurredSource::close);
    }

    /** The measurements so far. */
    @Override
    public ConsistencyReport report() {
        RunTrack.Values made = run.means();
        ConsistencyReport.Diff ofSource = source.difference();
        ConsistencyReport.Diff ofResult = result.difference();
        return new ConsistencyReport(
                frames,
                ofSource,
                ofResult,
                ofResult == null ? null : ofResult.mean() - ofSource.mean(),
                result.warped(),
                result.warped10(),
                unwarped.value(),
                source.warped(),
                new Steadiness(
                        source.warped10(),
                        other.value(),
                        result.motion(),
                        result.flicker(),
                        reference.ghost(),
                        reference.sharpness() == null
                                ? null
                                : Sharpness.ratio(result.sharpness(), reference.sharpness())),
                result.sharpness(),
                source.sharpness(),
                frames == 0 ? null : Sharpness.ratio(result.sharpness(), source.sharpness()),
                style.result(),
                content.value(),
                blurred.map(this::baselines).orElse(null),
                made.seconds(),
                made.energy(),
                made.styleDifference(),
                made.strokesKept(),
                made.strokeCost());
    }

    private Baseline.Rows baselines(BlurredSource copy) {
        Double ofItself = style.result() == null ? null : 1.0; // by definition
        return new Baseline.Rows(source.baseline(null, ofItself), copy.baseline(style.blurred()));
    }
}
