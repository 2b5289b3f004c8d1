package org.zvideo.video.report;

import java.util.Optional;
import org.zvideo.core.image.RgbImage;

/** Measures on every fifth frame of a shot, beginning with its first, how far a result is from its content. */
final class ContentMeter {
    private static final int INTERVAL = 5;

    private final Optional<MeasuredContent> measure;

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
    MeasuredFrame.Content measured(long frame, RgbImage source, RgbImage result) {
        if (measure.isEmpty() || frame % INTERVAL != 0) {
            return null;
        }
        MeasuredContent by = measure.get();
        return new MeasuredFrame.Content(by.name(), by.distance().applyAsDouble(result, source));
    }
}
