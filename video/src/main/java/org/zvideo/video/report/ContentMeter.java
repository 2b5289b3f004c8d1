package org.zvideo.video.report;

import java.util.Optional;
import org.zvideo.core.image.RgbImage;

/** Measures on every fifth frame of a shot, beginning with its first, how far a result is from its content. */
final class ContentMeter {
    private static final int INTERVAL = 5;

    private final Optional<MeasuredContent> measure;
    private double total;
    private long frames;

    /** @param measure empty: nothing is measured */
    ContentMeter(Optional<MeasuredContent> measure) {
        this.measure = measure;
    }

    /**
     * Measures a frame if it is one of those that count.
     *
     * @param frame its number within its shot
     * @return null if it does not count
     */
    Double add(long frame, RgbImage source, RgbImage result) {
        if (measure.isEmpty() || frame % INTERVAL != 0) {
            return null;
        }
        double distance = measure.get().distance().applyAsDouble(result, source);
        total += distance;
        frames++;
        return distance;
    }

    /** The mean, or null if nothing was measured. */
    ConsistencyReport.Content value() {
        return frames == 0
                ? null
                : new ConsistencyReport.Content(measure.orElseThrow().name(), total / frames, frames);
    }
}
