package org.zvideo.video.report;

import java.util.List;
import java.util.function.DoubleFunction;
import org.zvideo.core.StyleMix;
import org.zvideo.core.image.RgbImage;

/**
 * The paintings with which a result is compared.
 *
 * @param pictures of them; empty if they are not known
 * @param mixes    how far each is reached at a time of the source, in seconds
 */
public record MeasuredStyles(List<RgbImage> pictures, DoubleFunction<StyleMix> mixes) {
    /** None is known. */
    public static final MeasuredStyles NONE = always(List.of());

    public MeasuredStyles {
        pictures = List.copyOf(pictures);
    }

    /** Paintings that act from the first frame to the last. */
    public static MeasuredStyles always(List<RgbImage> pictures) {
        return new MeasuredStyles(pictures, seconds -> StyleMix.FULL);
    }
}
