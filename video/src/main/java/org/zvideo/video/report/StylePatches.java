package org.zvideo.video.report;

import static org.bytedeco.opencv.global.opencv_imgproc.INTER_AREA;
import static org.bytedeco.opencv.global.opencv_imgproc.resize;

import java.util.DoubleSummaryStatistics;
import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Rect;
import org.bytedeco.opencv.opencv_core.Size;
import org.zvideo.core.StyleMix;
import org.zvideo.core.image.RgbImage;
import org.zvideo.core.metrics.PatchDistance;
import org.zvideo.core.metrics.PatchDraws;
import org.zvideo.video.picture.OpenCvImages;

/**
 * The measure {@code style} of METHOD.md §8 for pictures of one size: their distance from the styles, as a share of the source's
 * own. 0 is the style itself, 1 that no style arrived.
 */
public final class StylePatches {
    /** A source that is as near as this to a style is that style: there is no way to it of which a result could go a share. */
    private static final double NONE = 1e-6;

    private final List<PatchDistance> styles;

    /** Prepares styles for results of this size. */
    public StylePatches(List<RgbImage> styles, int width, int height) {
        this.styles = styles.stream()
                .map(style -> new PatchDistance(covering(style, width, height), PatchDraws.standard()))
                .toList();
    }

    /** The distances of a picture from the styles, in their order. */
    public double[] distances(RgbImage picture) {
        return styles.stream().mapToDouble(style -> style.of(picture)).toArray();
    }

    /**
     * The mean over the styles of the share, each weighted by how far it is reached. A style that is flat, or at which the source
     * already is, does not count.
     *
     * @return null if no style counts
     */
    public static Double share(double[] result, double[] source, StyleMix mix) {
        DoubleSummaryStatistics shares = new DoubleSummaryStatistics();
        DoubleSummaryStatistics weights = new DoubleSummaryStatistics();
        for (int n = 0; n < result.length; n++) {
            double weight = mix.full() ? 1 : mix.shares().get(n);
            double share = result[n] / source[n];
            if (source[n] > NONE && !Double.isNaN(share)) {
                shares.accept(weight * share);
                weights.accept(weight);
            }
        }
        return weights.getSum() > 0 ? shares.getSum() / weights.getSum() : null;
    }

    /** The share of a single picture, all styles with the same weight. */
    public Double share(RgbImage result, RgbImage source) {
        return share(distances(result), distances(source), StyleMix.FULL);
    }

    /** Scales a picture until it covers a size, and cuts out the middle. */
    private static RgbImage covering(RgbImage picture, int width, int height) {
        double scale = Math.max((double) width / picture.width(), (double) height / picture.height());
        int wide = Math.max(width, (int) Math.rint(picture.width() * scale));
        int high = Math.max(height, (int) Math.rint(picture.height() * scale));
        try (PointerScope scope = new PointerScope()) {
            Mat scaled = new Mat();
            resize(OpenCvImages.bgr(picture), scaled, new Size(wide, high), 0, 0, INTER_AREA);
            Rect middle = new Rect((wide - width) / 2, (high - height) / 2, width, height);
            return OpenCvImages.image(new Mat(scaled, middle).clone());
        }
    }
}
