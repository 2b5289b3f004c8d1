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
    private long frames;

    private record Pair(RgbImage source, RgbImage result) {
    }

    /** The next frame begins a new shot: how it differs from the one before says nothing about steadiness. */
    public void cut() {
        sourceDifference.cut();
        resultDifference.cut();
        past.clear();
    }

    /** Measures the next frame. Source and result have the same size. */
    public FrameStatistics add(RgbImage source, RgbImage result, double time, double took) {
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
        }
        Double warpedError10 = null;
        if (past.size() == LONG_GAP) {
            Pair before = past.removeLast();
            warpedError10 = noted(warped10, WarpedError.of(pair.result, before.result, warp(pair, before)));
        }
        past.addFirst(pair);
        return new FrameStatistics(frames++, time, sourceDiff, diff, warpedError, warpedError10, unwarpedError,
                sourceWarpedError, noted(sharpness, Sharpness.of(result)), noted(seconds, took));
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
                mean(warped), mean(warped10), mean(unwarped), mean(sourceWarped), mean(sharpness), mean(seconds));
    }

    private static float[] values(RgbImage image) {
        float[] values = new float[image.pixels().length];
        for (int n = 0; n < values.length; n++) {
            values[n] = (image.pixels()[n] & 0xff) / 255f;
        }
        return values;
    }

    private static Double noted(DoubleSummaryStatistics statistics, double value) {
        if (Double.isNaN(value)) {
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
