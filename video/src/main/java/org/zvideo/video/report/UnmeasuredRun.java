package org.zvideo.video.report;

import java.util.function.Supplier;
import org.zvideo.core.image.RgbImage;

/** Records how the frames of a result were made, and looks at none of them. */
public final class UnmeasuredRun implements Meter {
    private final RunTrack run = new RunTrack();
    private long frames;
    private boolean cut;

    @Override
    public void cut() {
        cut = frames > 0;
    }

    @Override
    public FrameStatistics add(
            Supplier<RgbImage> source, RgbImage result, double time, double took, FrameMeasures model) {
        RunTrack.Values known = run.add(took, model);
        Boolean begins = cut ? true : null;
        cut = false;
        return new FrameStatistics(
                frames++,
                time,
                begins,
                null,
                null,
                null,
                null,
                null,
                null,
                Steadiness.NONE,
                null,
                null,
                null,
                null,
                null,
                known.seconds(),
                known.energy(),
                known.styleDifference(),
                known.strokesKept(),
                known.strokeCost());
    }

    @Override
    public ConsistencyReport report() {
        RunTrack.Values means = run.means();
        return new ConsistencyReport(
                frames,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                Steadiness.NONE,
                null,
                null,
                null,
                null,
                null,
                null,
                means.seconds(),
                means.energy(),
                means.styleDifference(),
                means.strokesKept(),
                means.strokeCost());
    }

    @Override
    public void close() {}
}
