package org.zvideo.video.report;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.DoubleSummaryStatistics;
import java.util.OptionalDouble;
import org.zvideo.core.RgbImage;
import org.zvideo.core.metrics.FrameDifference;
import org.zvideo.video.flow.FlowWarp;
import org.zvideo.video.flow.OpticalFlow;

/**
 * Measures pairs of source and result as they pass. Remembers ten frames of each, however long the video.
 */
public final class ConsistencyMeter {
    private static final int LONG_GAP = 10;

    private final FrameDifference sourceDifference = new FrameDifference();
    private final FrameDifference resultDifference = new FrameDifference();
    private final Deque<Pair> past = new ArrayDeque<>(); // newest first
    private final DoubleSummaryStatistics warped = new DoubleSummaryStatistics();
    private final DoubleSummaryStatistics warped10 = new DoubleSummaryStatistics();
    private final DoubleSummaryStatistics unwarped = new DoubleSummaryStatistics();
    private final DoubleSummaryStatistics sourceWarped = new DoubleSummaryStatistics();
    private final DoubleSummaryStatistics sharpness = new DoubleSummaryStatistics();
    private final DoubleSummaryStatistics seconds = new DoubleSummaryStatistics();
    private final DoubleSummaryStatistics energy = new DoubleSummaryStatistics();
    private final DoubleSummaryStatistics styleDifference = new DoubleSummaryStatistics();
    private final FramePair.Listener pairs;
    private boolean cut;
    private long frames;

    private record Pair(RgbImage source, RgbImage result) {
    }

    public ConsistencyMeter() {
        this(pair -> { });
    }

    /** @param pairs told each frame that has one before it */
    public ConsistencyMeter(FramePair.Listener pairs) {
        this.pairs = pairs;
    }

    /** The next frame begins a new shot: how it differs from the one before says nothing about steadiness. */
    public void cut() {
        sourceDifference.cut();
        resultDifference.cut();
        past.clear();
        cut = frames > 0;
    }

    /** Measures the next frame. Source and result have the same size. */
    public FrameStatistics add(RgbImage source, RgbImage result, double time, double took) {
        return add(source, result, time, took, FrameMeasures.NONE);
    }

    /** Measures the next frame, and notes what the model says about it. */
    public FrameStatistics add(RgbImage source, RgbImage result, double time, double took, FrameMeasures model) {
        Pair pair = new Pair(source, result);
        Double sourceDiff = boxed(sourceDifference.add(values(source)));
        Double diff = boxed(resultDifference.add(values(result)));
        Double warpedError = null;
        Double sourceWarpedError = null;
        Double unwarpedError = null;
        if (!past.isEmpty()) {
            Pair before = past.peekFirst();
            FlowWarp warp = warp(pair, before);
            warpedError = noted(warped, WarpedError.of(pair.result, before.result, warp));
            sourceWarpedError = noted(sourceWarped, WarpedError.of(pair.source, before.source, warp));
            unwarpedError = noted(unwarped, WarpedError.unwarped(pair.result, before.result));
            if (warpedError != null) {
                pairs.pair(new FramePair(frames, time, warpedError, source, before.result, result, warp));
            }
        }
        Double warpedError10 = null;
        if (past.size() == LONG_GAP) {
            Pair before = past.removeLast();
            warpedError10 = noted(warped10, WarpedError.of(pair.result, before.result, warp(pair, before)));
        }
        past.addFirst(pair);
        Boolean begins = cut ? true : null;
        cut = false;
        return new FrameStatistics(frames++, time, begins, sourceDiff, diff, warpedError, warpedError10, unwarpedError,
                sourceWarpedError, noted(sharpness, Sharpness.of(result)), noted(seconds, took),
                noted(energy, model.energy()), noted(styleDifference, model.styleDifference()));
    }

    private static FlowWarp warp(Pair now, Pair before) {
        return new FlowWarp(OpticalFlow.between(now.source, before.source),
                OpticalFlow.between(before.source, now.source));
    }

    /** Everything so far. */
    public ConsistencyReport report() {
        ConsistencyReport.Diff source = ConsistencyReport.Diff.of(sourceDifference.summary());
        ConsistencyReport.Diff result = ConsistencyReport.Diff.of(resultDifference.summary());
        return new ConsistencyReport(frames, source, result, result == null ? null : result.mean() - source.mean(),
                mean(warped), mean(warped10), mean(unwarped), mean(sourceWarped), mean(sharpness), mean(seconds),
                mean(energy), mean(styleDifference));
    }

    private static float[] values(RgbImage image) {
        float[] values = new float[image.pixels().length];
        for (int n = 0; n < values.length; n++) {
            values[n] = (image.pixels()[n] & 0xff) / 255f;
        }
        return values;
    }

    private static Double noted(DoubleSummaryStatistics statistics, Double value) {
        if (value == null || Double.isNaN(value)) {
            return null;
        }
        statistics.accept(value);
        return value;
    }

    private static Double boxed(OptionalDouble value) {
        return value.isPresent() ? value.getAsDouble() : null;
    }

    private static Double mean(DoubleSummaryStatistics statistics) {
        return statistics.getCount() == 0 ? null : statistics.getAverage();
    }
}
