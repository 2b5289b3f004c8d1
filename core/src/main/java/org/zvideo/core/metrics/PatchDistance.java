package org.zvideo.core.metrics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.zvideo.core.image.RgbImage;
import org.zvideo.core.torch.Ops;
import org.zvideo.core.torch.TensorScope;

/**
 * How far the texture of pictures is from a style's: the sliced Wasserstein distance of their 7×7 color patches at three
 * scales (METHOD.md §8). With p and q the sorted projections of a picture's and the style's patches on directions u,
 *
 * <pre>d = mean over scales of ( mean over u of mean |p − q| / mean over u of the deviation of q ).</pre>
 *
 * <p>Every second direction sees no mean color, so that half of the measure is about strokes and half about palette too. No
 * network takes part. 0 is the style itself. Not thread-safe.
 */
public final class PatchDistance {
    /** Side of a window, in pixels. */
    public static final int SIDE = 7;

    static final int VALUES = 3 * SIDE * SIDE;
    private static final int SCALES = 3;
    /** Below this deviation, in parts of the range, a style is flat: there is nothing to be near to. */
    private static final double FLAT = 1e-4;

    private final PatchDraws draws;
    private final List<Scale> scales = new ArrayList<>();

    /**
     * A scale of the style.
     *
     * @param axes unit directions [147, directions]
     * @param projections per direction, sorted
     * @param deviation mean over the directions
     */
    private record Scale(float[] axes, float[][] projections, double deviation) {}

    /** Prepares a style. A scale at which it is smaller than a window is left out. */
    public PatchDistance(RgbImage style, PatchDraws draws) {
        this.draws = draws;
        Pixels pixels = Pixels.of(style);
        for (int scale = 0; scale < SCALES && pixels.holdsWindow(); scale++) {
            float[] axes = axes(draws.directions(scale));
            float[][] projections = projections(pixels, scale, axes);
            scales.add(new Scale(
                    axes,
                    projections,
                    Arrays.stream(projections)
                            .mapToDouble(PatchDistance::deviation)
                            .average()
                            .orElseThrow()));
            pixels = pixels.halved();
        }
    }

    /** The distance of a picture; NaN if the style is flat, or if one of the two is smaller than a window. */
    public double of(RgbImage picture) {
        Pixels pixels = Pixels.of(picture);
        double total = 0;
        int measured = 0;
        for (; measured < scales.size() && pixels.holdsWindow(); measured++) {
            Scale style = scales.get(measured);
            if (style.deviation() < FLAT) {
                return Double.NaN;
            }
            float[][] projections = projections(pixels, measured, style.axes());
            double apart = 0;
            for (int direction = 0; direction < projections.length; direction++) {
                apart += meanDifference(projections[direction], style.projections()[direction]);
            }
            total += apart / projections.length / style.deviation();
            pixels = pixels.halved();
        }
        return total / measured;
    }

    /** Takes each channel's mean from every second direction, and makes all of them unit vectors. */
    private static float[] axes(float[] directions) {
        int count = directions.length / VALUES;
        float[] axes = new float[directions.length];
        for (int direction = 0; direction < count; direction++) {
            double[] axis = new double[VALUES];
            for (int value = 0; value < VALUES; value++) {
                axis[value] = directions[value * count + direction];
            }
            if (direction % 2 == 0) {
                withoutMeans(axis);
            }
            double length = Math.sqrt(Arrays.stream(axis).map(x -> x * x).sum());
            for (int value = 0; value < VALUES; value++) {
                axes[value * count + direction] = (float) (axis[value] / length);
            }
        }
        return axes;
    }

    private static void withoutMeans(double[] axis) {
        int channel = SIDE * SIDE;
        for (int start = 0; start < VALUES; start += channel) {
            double mean = Arrays.stream(axis, start, start + channel).average().orElseThrow();
            for (int value = start; value < start + channel; value++) {
                axis[value] -= mean;
            }
        }
    }

    /** Per direction, the sorted projections of the windows that are looked at. */
    private float[][] projections(Pixels pixels, int scale, float[] axes) {
        int[] places = draws.places(scale, pixels.windows());
        int count = axes.length / VALUES;
        float[] windows = new float[places.length * VALUES];
        for (int n = 0; n < places.length; n++) {
            pixels.read(places[n], windows, n * VALUES);
        }
        float[] product;
        try (TensorScope scope = TensorScope.open("projections")) {
            product = Ops.floats(Ops.tensor(axes, VALUES, count)
                    .t()
                    .mm(Ops.tensor(windows, places.length, VALUES).t()));
        }
        float[][] projections = new float[count][];
        for (int direction = 0; direction < count; direction++) {
            int start = direction * places.length;
            projections[direction] = Arrays.copyOfRange(product, start, start + places.length);
            Arrays.sort(projections[direction]);
        }
        return projections;
    }

    private static double meanDifference(float[] p, float[] q) {
        double total = 0;
        for (int n = 0; n < p.length; n++) {
            total += Math.abs((double) p[n] - q[n]);
        }
        return total / p.length;
    }

    private static double deviation(float[] values) {
        double sum = 0;
        for (float value : values) {
            sum += value;
        }
        double mean = sum / values.length;
        double squares = 0;
        for (float value : values) {
            squares += (value - mean) * (value - mean);
        }
        return Math.sqrt(squares / values.length);
    }

    /** The value in [0, 1] of a channel of a pixel. */
    private interface Values {
        float at(int pixel, int channel);
    }

    /** A picture, or a smaller one made from it. Nothing is copied of the picture itself, which may be large. */
    private record Pixels(int width, int height, Values values) {
        static Pixels of(RgbImage picture) {
            return new Pixels(picture.width(), picture.height(), (pixel, channel) -> picture.at(pixel, channel) / 255f);
        }

        boolean holdsWindow() {
            return width >= SIDE && height >= SIDE;
        }

        int windows() {
            return (width - SIDE + 1) * (height - SIDE + 1);
        }

        void read(int place, float[] windows, int next) {
            int corner = place / (width - SIDE + 1) * width + place % (width - SIDE + 1);
            for (int channel = 0; channel < 3; channel++) {
                for (int y = 0; y < SIDE; y++) {
                    for (int x = 0; x < SIDE; x++) {
                        windows[next++] = values.at(corner + y * width + x, channel);
                    }
                }
            }
        }

        /** Means of 2×2 pixels; of an odd side, half is rounded to even, and a last column or row may be single. */
        Pixels halved() {
            int halfWidth = (int) Math.rint(width / 2.0);
            int halfHeight = (int) Math.rint(height / 2.0);
            float[] halves = new float[3 * halfWidth * halfHeight];
            int next = 0;
            for (int y = 0; y < halfHeight; y++) {
                for (int x = 0; x < halfWidth; x++) {
                    for (int channel = 0; channel < 3; channel++) {
                        halves[next++] = mean(2 * x, 2 * y, channel);
                    }
                }
            }
            return new Pixels(halfWidth, halfHeight, (pixel, channel) -> halves[3 * pixel + channel]);
        }

        private float mean(int left, int top, int channel) {
            float sum = 0;
            int count = 0;
            for (int y = top; y < Math.min(top + 2, height); y++) {
                for (int x = left; x < Math.min(left + 2, width); x++, count++) {
                    sum += values.at(y * width + x, channel);
                }
            }
            return sum / count;
        }
    }
}
