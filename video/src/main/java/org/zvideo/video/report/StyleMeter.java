package org.zvideo.video.report;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.zvideo.core.image.RgbImage;

/**
 * Measures on some frames of a video how near a result is to its styles: every 10th, and every 20th, 40th, … once more than 20
 * frames would count, so that a long video costs little and all of it is seen.
 */
final class StyleMeter {
    private static final int FIRST_INTERVAL = 10;
    private static final int MOST = 20;

    private final List<RgbImage> styles;
    private final List<Shares> kept = new ArrayList<>();
    private StylePatches patches;
    private int interval = FIRST_INTERVAL;

    /**
     * The shares of a frame.
     *
     * @param blurred of the blurred source; null if that is not measured
     */
    record Shares(Double result, Double blurred) {}

    /** @param styles the pictures; without any, nothing is measured */
    StyleMeter(List<RgbImage> styles) {
        this.styles = styles;
    }

    /**
     * Measures a frame if it is one of those that count.
     *
     * @param blurred the blurred source, made only if it is measured; gives null if there is none
     * @return the share of the result, or null if the frame does not count
     */
    Double add(long frame, RgbImage source, RgbImage result, Supplier<RgbImage> blurred) {
        if (styles.isEmpty() || frame % interval != 0) {
            return null;
        }
        if (patches == null) {
            patches = new StylePatches(styles, result.width(), result.height());
        }
        double[] ofSource = patches.distances(source);
        RgbImage copy = blurred.get();
        kept.add(new Shares(
                StylePatches.share(patches.distances(result), ofSource),
                copy == null ? null : StylePatches.share(patches.distances(copy), ofSource)));
        Double share = kept.get(kept.size() - 1).result();
        if (kept.size() > MOST) {
            thin();
        }
        return share;
    }

    /** Drops every second frame. The next that count follow at twice the interval. */
    private void thin() {
        for (int n = kept.size() - 1 - kept.size() % 2; n > 0; n -= 2) {
            kept.remove(n);
        }
        interval *= 2;
    }

    /** The share of the result, or null if it could not be measured. */
    ConsistencyReport.Style result() {
        Double value = mean(kept.stream().map(Shares::result).toList());
        return value == null ? null : new ConsistencyReport.Style(value, kept.size(), interval);
    }

    Double blurred() {
        return mean(kept.stream().map(Shares::blurred).toList());
    }

    private static Double mean(List<Double> values) {
        Track.Mean mean = new Track.Mean();
        values.forEach(mean::noted);
        return mean.value();
    }
}
