package org.zvideo.video.report;

import java.util.function.Supplier;
import org.zvideo.core.StyleMix;
import org.zvideo.core.image.RgbImage;

/** Measures on some frames of a video how near a result is to its styles. */
final class StyleMeter {
    private final MeasuredStyles styles;
    private final StyleSampling sampling;
    private StylePatches patches;

    /**
     * @param styles without any, nothing is measured
     * @param first  number of the first frame that comes
     */
    StyleMeter(MeasuredStyles styles, long first) {
        this.styles = styles;
        this.sampling = StyleSampling.before(first);
    }

    /**
     * Measures a frame if it is one of those that count.
     *
     * @param time    of the frame in the source, in seconds
     * @param blurred the blurred source, made only if it is measured; gives null if there is none
     * @return null if the frame does not count
     */
    MeasuredFrame.Style measured(
            long frame, double time, RgbImage source, RgbImage result, Supplier<RgbImage> blurred) {
        if (styles.pictures().isEmpty() || !sampling.counts(frame)) {
            return null;
        }
        sampling.thins();
        if (patches == null) {
            patches = new StylePatches(styles.pictures(), result.width(), result.height());
        }
        StyleMix mix = styles.mixes().apply(time);
        double[] ofSource = patches.distances(source);
        RgbImage copy = blurred.get();
        return new MeasuredFrame.Style(
                StylePatches.share(patches.distances(result), ofSource, mix),
                copy == null ? null : StylePatches.share(patches.distances(copy), ofSource, mix));
    }
}
