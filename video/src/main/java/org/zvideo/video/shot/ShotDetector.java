package org.zvideo.video.shot;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.zvideo.core.image.RgbImage;
import org.zvideo.video.picture.StillImage;

/**
 * Finds hard cuts: a frame begins a shot when, beside the frame before it, both its colors and its composition are
 * others, and the frame after it does not go back.
 * <ul>
 * <li>Colors: Hellinger distance of the 8×8×8 color histograms at least {@value #COLORS}. Motion, however fast, keeps it
 * low.
 * <li>Composition: 1 − correlation of the brightness on a 32×18 grid at least {@value #COMPOSITION}. Changes of light keep
 * it low.
 * <li>Frames of one color begin nothing and are not looked back at, so flashes and black between two shots are no shots
 * of their own.
 * </ul>
 * Dissolves, and jumps within one scene, are not found; such cuts can be listed ({@link ListedCuts}).
 */
public final class ShotDetector implements Cuts {
    static final double COLORS = 0.3;
    static final double COMPOSITION = 0.3;
    private static final int COLOR_WIDTH = 128;
    private static final int COLOR_HEIGHT = 72;
    private static final int LEVELS = 8;

    private @Nullable Features before;

    /** What a frame is compared by; the grid has mean 0. */
    private record Features(double[] histogram, double[] grid, Brightness brightness) {
        private boolean flat() {
            return brightness.flat();
        }

        private boolean otherThan(Features other) {
            return colorDistance(other) >= COLORS && compositionDistance(other) >= COMPOSITION;
        }

        /** √(1 − Σ√(p·q)). */
        private double colorDistance(Features other) {
            double overlap = 0;
            for (int n = 0; n < histogram.length; n++) {
                overlap += Math.sqrt(histogram[n] * other.histogram[n]);
            }
            return Math.sqrt(Math.max(0, 1 - overlap));
        }

        private double compositionDistance(Features other) {
            double product = 0;
            for (int n = 0; n < grid.length; n++) {
                product += grid[n] * other.grid[n];
            }
            return 1 - product / (grid.length * brightness.deviation() * other.brightness.deviation());
        }
    }

    @Override
    public boolean at(long index, double seconds, RgbImage frame, Optional<RgbImage> next) {
        Features now = features(frame);
        if (now.flat()) {
            return false;
        }
        Features last = before;
        if (last == null || !now.otherThan(last)) {
            before = now;
            return false;
        }
        boolean back = next.map(ShotDetector::features)
                .filter(after -> !after.flat() && !after.otherThan(last))
                .isPresent();
        before = back ? last : now;
        return !back;
    }

    private static Features features(RgbImage frame) {
        RgbImage colors = StillImage.resized(frame, COLOR_WIDTH, COLOR_HEIGHT);
        double[] histogram = new double[LEVELS * LEVELS * LEVELS];
        int pixels = COLOR_WIDTH * COLOR_HEIGHT;
        for (int n = 0; n < pixels; n++) {
            int bin = 0;
            for (int c = 0; c < 3; c++) {
                bin = LEVELS * bin + colors.at(n, c) * LEVELS / 256;
            }
            histogram[bin] += 1.0 / pixels;
        }
        double[] grid = Brightness.grid(colors);
        Brightness brightness = Brightness.of(grid);
        for (int n = 0; n < grid.length; n++) {
            grid[n] -= brightness.mean();
        }
        return new Features(histogram, grid, brightness);
    }
}
