package org.zvideo.video.report;

import java.util.Iterator;
import java.util.function.Supplier;
import org.zvideo.core.image.RgbImage;

/** Adds up what was measured elsewhere, and looks at no picture. */
public final class SummedMeter implements Meter {
    private final MeasureTotals totals = new MeasureTotals(true);
    private final Iterator<Taken> frames;

    /**
     * What is known of a frame.
     *
     * @param measured null if it was not measured
     * @param seconds  that it took
     */
    public record Taken(MeasuredFrame measured, double seconds) {}

    /** @param frames of the video, in their order */
    public SummedMeter(Iterator<Taken> frames) {
        this.frames = frames;
    }

    @Override
    public void cut() {
        totals.cut();
    }

    @Override
    public FrameStatistics add(
            Supplier<RgbImage> source, RgbImage result, double time, double took, FrameMeasures model) {
        Taken frame = frames.next();
        return totals.add(frame.measured(), time, frame.seconds(), model);
    }

    @Override
    public ConsistencyReport report() {
        return totals.report();
    }

    @Override
    public void close() {}
}
