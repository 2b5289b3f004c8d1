package org.zvideo.video.report;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.DoubleSummaryStatistics;
import org.zvideo.core.image.RgbImage;
import org.zvideo.core.metrics.FrameDifference;
import org.zvideo.video.flow.FlowWarp;
import org.zvideo.video.picture.NativePicture;

/**
 * Measures pairs of source and result as they pass. It remembers ten frames of each outside the Java heap, however long
 * the video is, so its heap use does not grow with the size of the frames.
 */
public final class ConsistencyMeter implements AutoCloseable {
    private static final int LONG_GAP = 10;

    private final FrameDifference sourceDifference = new FrameDifference();
    private final FrameDifference resultDifference = new FrameDifference();
    private final Deque<PastPair> past = new ArrayDeque<>(); // newest first
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

    public ConsistencyMeter() {
        this(pair -> {});
    }

    /** @param pairs receives each frame that has one before it */
    public ConsistencyMeter(FramePair.Listener pairs) {
        this.pairs = pairs;
    }

    /** Starts a new shot with the next frame: its difference from the frame before says nothing about consistency. */
    public void cut() {
        forget();
        cut = frames > 0;
    }

    /** Measures the next frame. Source and result have the same size. */
    public FrameStatistics add(RgbImage source, RgbImage result, double time, double took) {
        return add(source, result, time, took, FrameMeasures.NONE);
    }

    /** Measures the next frame, and records what the model reports about it. */
    public FrameStatistics add(RgbImage source, RgbImage result, double time, double took, FrameMeasures model) {
        PastPair now = new PastPair(source, result);
        PastPair before = past.peekFirst();
        past.addFirst(now);
        Double sourceDiff = null;
        Double diff = null;
        Double warpedError = null;
        Double sourceWarpedError = null;
        Double unwarpedError = null;
        Double warpedError10 = null;
        if (before != null) {
            sourceDiff = difference(sourceDifference, source, before.source());
            diff = difference(resultDifference, result, before.result());
            try (FlowWarp warp = FlowWarp.between(now.gray(), before.gray())) {
                warpedError = noted(warped, WarpedError.of(result, before.result()::at, warp));
                sourceWarpedError = noted(sourceWarped, WarpedError.of(source, before.source()::at, warp));
                unwarpedError = noted(unwarped, WarpedError.unwarped(result, before.result()));
                if (warpedError != null) {
                    pairs.pair(new FramePair(frames, time, warpedError, source, before.result(), result, warp));
                }
            }
            before.forgetSource();
        }
        if (past.size() > LONG_GAP) {
            try (PastPair old = past.removeLast();
                    FlowWarp warp = FlowWarp.between(now.gray(), old.gray())) {
                warpedError10 = noted(warped10, WarpedError.of(result, old.result()::at, warp));
            }
        }
        Boolean begins = cut ? true : null;
        cut = false;
        return new FrameStatistics(
                frames++,
                time,
                begins,
                sourceDiff,
                diff,
                warpedError,
                warpedError10,
                unwarpedError,
                sourceWarpedError,
                noted(sharpness, Sharpness.of(result)),
                noted(seconds, took),
                noted(energy, model.energy()),
                noted(styleDifference, model.styleDifference()));
    }

    private static double difference(FrameDifference difference, RgbImage frame, NativePicture before) {
        byte[] pixels = frame.pixels();
        return difference.add(n -> (pixels[n] & 0xff) / 255f, n -> before.value(n) / 255f, pixels.length);
    }

    private void forget() {
        past.forEach(PastPair::close);
        past.clear();
    }

    /** Frees the remembered frames. Measurements stay. */
    @Override
    public void close() {
        forget();
    }

    /** The measurements so far. */
    public ConsistencyReport report() {
        ConsistencyReport.Diff source = ConsistencyReport.Diff.of(sourceDifference.summary());
        ConsistencyReport.Diff result = ConsistencyReport.Diff.of(resultDifference.summary());
        return new ConsistencyReport(
                frames,
                source,
                result,
                result == null ? null : result.mean() - source.mean(),
                mean(warped),
                mean(warped10),
                mean(unwarped),
                mean(sourceWarped),
                mean(sharpness),
                mean(seconds),
                mean(energy),
                mean(styleDifference));
    }

    private static Double noted(DoubleSummaryStatistics statistics, Double value) {
        if (value == null || Double.isNaN(value)) {
            return null;
        }
        statistics.accept(value);
        return value;
    }

    private static Double mean(DoubleSummaryStatistics statistics) {
        return statistics.getCount() == 0 ? null : statistics.getAverage();
    }
}
