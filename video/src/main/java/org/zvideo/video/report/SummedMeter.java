package org.zvideo.video.report;

import java.util.Optional;
import java.util.function.Supplier;
import org.zvideo.core.image.RgbImage;

/** Adds up what was measured elsewhere, and looks at no picture. */
public final class SummedMeter implements Meter {
    private final MeasureTotals totals = new MeasureTotals(true);
    private final UnmeasuredRun unmeasured = new UnmeasuredRun();
    private final Supplier<Taken> frames;
    private boolean measures;

    /**
     * What is known of a frame.
     *
     * @param measured empty for all frames if none was to be measured
     * @param seconds  that it took
     */
    public record Taken(Optional<MeasuredFrame> measured, double seconds) {}

    /** @param frames gives what is known of each frame of the video, in their order */
    public SummedMeter(Supplier<Taken> frames) {
        this.frames = frames;
    }

    @Override
    public void cut() {
        totals.cut();
        unmeasured.cut();
    }

    @Override
    public FrameStatistics add(
            Supplier<RgbImage> source, RgbImage result, double time, double took, FrameMeasures model) {
        Taken frame = frames.get();
        measures |= frame.measured().isPresent();
        FrameStatistics known = unmeasured.add(source, result, time, frame.seconds(), model);
        return frame.measured()
                .map(measured -> totals.add(measured, time, frame.seconds(), model))
                .orElse(known);
    }

    @Override
    public ConsistencyReport report() {
        return measures ? totals.report() : unmeasured.report();
    }

    @Override
    public void close() {}
}
