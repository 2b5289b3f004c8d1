package org.zvideo.video.report;

import java.util.ArrayList;
import java.util.List;

/** Adds up how near a result is to its styles, on the frames that {@link StyleSampling} names. */
final class StyleTrack {
    private final List<MeasuredFrame.Style> kept = new ArrayList<>();
    private final StyleSampling sampling = new StyleSampling();

    /** Adds a frame on which it was measured. */
    void add(long frame, MeasuredFrame.Style shares) {
        if (!sampling.counts(frame)) {
            throw new IllegalStateException("the style was measured on frame " + frame + ", which does not count");
        }
        kept.add(shares);
        if (sampling.thins()) {
            for (int n = kept.size() - 1 - kept.size() % 2; n > 0; n -= 2) {
                kept.remove(n);
            }
        }
    }

    /** The share of the result, or null if it could not be measured. */
    ConsistencyReport.Style result() {
        Double value = mean(kept.stream().map(MeasuredFrame.Style::result).toList());
        return value == null ? null : new ConsistencyReport.Style(value, kept.size(), sampling.interval());
    }

    Double blurred() {
        return mean(kept.stream().map(MeasuredFrame.Style::blurred).toList());
    }

    private static Double mean(List<Double> values) {
        Track.Mean mean = new Track.Mean();
        values.forEach(mean::noted);
        return mean.value();
    }
}
