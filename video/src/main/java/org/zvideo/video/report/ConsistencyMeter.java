package org.zvideo.video.report;

import java.util.Optional;
import java.util.function.Supplier;
import org.zvideo.core.image.RgbImage;

/** Measures pairs of source and result as they pass ({@link FrameMeter}), and adds up what it measures ({@link MeasureTotals}). */
public final class ConsistencyMeter implements Meter {
    private final FrameMeter meter;
    private final MeasureTotals totals;

    private ConsistencyMeter(FramePair.Listener pairs, boolean copies, Measuring measuring) {
        this.meter = new FrameMeter(pairs, copies, measuring, 0);
        this.totals = new MeasureTotals(copies);
    }

    /** A meter of the result alone. */
    public ConsistencyMeter() {
        this(Measuring.DEFAULT);
    }

    /** @param measuring by what the result is measured */
    public ConsistencyMeter(Measuring measuring) {
        this(pair -> {}, false, measuring);
    }

    /**
     * A meter that measures copies of the source as well, for a report.
     *
     * @param pairs     receives each frame that has one before it
     * @param measuring by what the result is measured
     */
    public static ConsistencyMeter ofReport(FramePair.Listener pairs, Measuring measuring) {
        return new ConsistencyMeter(pairs, true, measuring);
    }

    /** Starts a new shot with the next frame: its difference from the frame before says nothing about consistency. */
    @Override
    public void cut() {
        meter.cut();
        totals.cut();
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
        return totals.add(meter.measured(ofSource, ofResult, untied, time), time, took, model);
    }

    /** The measurements so far. */
    @Override
    public ConsistencyReport report() {
        return totals.report();
    }

    /** Frees the remembered frames. Measurements stay. */
    @Override
    public void close() {
        meter.close();
    }
}
