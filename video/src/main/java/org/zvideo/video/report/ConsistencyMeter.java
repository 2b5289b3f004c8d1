package org.zvideo.video.report;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.zvideo.core.image.RgbImage;
import org.zvideo.video.flow.FlowWarp;

/**
 * Measures pairs of source and result as they pass. It remembers ten frames of each outside the Java heap, however long
 * the video is, so its heap use does not grow with the size of the frames.
 */
public final class ConsistencyMeter implements AutoCloseable {
    private static final int LONG_GAP = 10;

    private final Deque<PastPair> past = new ArrayDeque<>(); // newest first
    private final Track result = new Track();
    private final Track source = new Track();
    private final Optional<BlurredSource> blurred;
    private final StyleMeter style;
    private final Track.Mean unwarped = new Track.Mean();
    private final Track.Mean seconds = new Track.Mean();
    private final Track.Mean energy = new Track.Mean();
    private final Track.Mean styleDifference = new Track.Mean();
    private final Track.Mean strokesKept = new Track.Mean();
    private final Track.Mean strokeCost = new Track.Mean();
    private final FramePair.Listener pairs;
    private boolean cut;
    private long frames;

    private ConsistencyMeter(FramePair.Listener pairs, Optional<BlurredSource> blurred, List<RgbImage> styles) {
        this.pairs = pairs;
        this.blurred = blurred;
        this.style = new StyleMeter(styles);
    }

    /** A meter of the result alone. */
    public ConsistencyMeter() {
        this(List.of());
    }

    /** @param styles what the result is compared with */
    public ConsistencyMeter(List<RgbImage> styles) {
        this(pair -> {}, Optional.empty(), styles);
    }

    /**
     * A meter that measures copies of the source as well, for a report.
     *
     * @param pairs receives each frame that has one before it
     * @param styles what the result is compared with; empty if they are not known
     */
    public static ConsistencyMeter ofReport(FramePair.Listener pairs, List<RgbImage> styles) {
        return new ConsistencyMeter(pairs, Optional.of(new BlurredSource()), styles);
    }

    /** Starts a new shot with the next frame: its difference from the frame before says nothing about consistency. */
    public void cut() {
        forget();
        blurred.ifPresent(BlurredSource::cut);
        cut = frames > 0;
    }

    /** Measures the next frame. Source and result have the same size. */
    public FrameStatistics add(RgbImage ofSource, RgbImage ofResult, double time, double took) {
        return add(ofSource, ofResult, time, took, FrameMeasures.NONE);
    }

    /** Measures the next frame, and records what the model reports about it. */
    public FrameStatistics add(RgbImage ofSource, RgbImage ofResult, double time, double took, FrameMeasures model) {
        PastPair now = new PastPair(ofSource, ofResult);
        PastPair before = past.peekFirst();
        past.addFirst(now);
        double sharpness = result.sharpness(Sharpness.of(now.result()));
        double sourceSharpness = source.sharpness(Sharpness.ofGray(now.gray()));
        blurred.ifPresent(copy -> copy.add(now.source(), sourceSharpness, sharpness));
        Double sourceDiff = null;
        Double diff = null;
        Double warpedError = null;
        Double sourceWarpedError = null;
        Double unwarpedError = null;
        Double warpedError10 = null;
        if (before != null) {
            sourceDiff = source.difference(now.source(), before.source());
            diff = result.difference(now.result(), before.result());
            try (FlowWarp warp = FlowWarp.between(now.gray(), before.gray())) {
                warpedError = result.warped(now.result(), before.result(), warp);
                sourceWarpedError = source.warped(now.source(), before.source(), warp);
                unwarpedError = unwarped.noted(WarpedError.unwarped(now.result(), before.result()));
                blurred.ifPresent(copy -> copy.compare(warp));
                if (warpedError != null) {
                    pairs.pair(new FramePair(frames, time, warpedError, ofSource, before.result(), ofResult, warp));
                }
            }
            before.forgetGray();
        }
        if (past.size() > LONG_GAP) {
            warpedError10 = longGap(now);
        }
        Boolean begins = cut ? true : null;
        cut = false;
        return new FrameStatistics(
                frames,
                time,
                begins,
                sourceDiff,
                diff,
                warpedError,
                warpedError10,
                unwarpedError,
                sourceWarpedError,
                sharpness,
                sourceSharpness,
                Sharpness.ratio(sharpness, sourceSharpness),
                style.add(
                        frames++,
                        ofSource,
                        ofResult,
                        () -> blurred.map(BlurredSource::frame).orElse(null)),
                seconds.noted(took),
                energy.noted(model.energy()),
                styleDifference.noted(model.styleDifference()),
                strokesKept.noted(model.strokesKept()),
                strokeCost.noted(model.strokeCost()));
    }

    private Double longGap(PastPair now) {
        try (PastPair old = past.removeLast();
                FlowWarp warp = FlowWarp.between(now.gray(), old.gray())) {
            blurred.ifPresent(copy -> {
                source.warped10(now.source(), old.source(), warp);
                copy.compare10(old.source(), warp);
            });
            return result.warped10(now.result(), old.result(), warp);
        }
    }

    private void forget() {
        past.forEach(PastPair::close);
        past.clear();
    }

    /** Frees the remembered frames. Measurements stay. */
    @Override
    public void close() {
        forget();
        blurred.ifPresent(BlurredSource::close);
    }

    /** The measurements so far. */
    public ConsistencyReport report() {
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
                result.sharpness(),
                source.sharpness(),
                frames == 0 ? null : Sharpness.ratio(result.sharpness(), source.sharpness()),
                style.result(),
                blurred.map(this::baselines).orElse(null),
                seconds.value(),
                energy.value(),
                styleDifference.value(),
                strokesKept.value(),
                strokeCost.value());
    }

    private Baseline.Rows baselines(BlurredSource copy) {
        Double ofItself = style.result() == null ? null : 1.0; // by definition
        return new Baseline.Rows(source.baseline(null, ofItself), copy.baseline(style.blurred()));
    }
}
