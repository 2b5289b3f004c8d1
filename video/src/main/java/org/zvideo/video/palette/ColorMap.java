package org.zvideo.video.palette;

import java.util.Arrays;
import java.util.Optional;
import org.zvideo.core.image.FloatImage;
import org.zvideo.core.image.FloatPlane;

/**
 * A map from color to color that takes the colors of a picture to the distribution of a painting's. It depends on the color
 * alone, so it adds no flicker to the frames that it is applied to. Distances of colors grow at most four times.
 *
 * <p>This is zvideo's own, not the paper's.
 */
final class ColorMap {
    /** More colors of a picture than these say nothing new about their distribution. */
    private static final int MOST_COLORS = 1 << 17;
    /** A style acts on a picture's colors if it acts on as many pixels as these. */
    private static final int FEWEST_COLORS = 64;

    /** How far the nodes of {@link ColorGrid} move: three numbers for each. */
    private final float[] ways;

    private ColorMap(double[][] ways) {
        this.ways = new float[3 * ColorGrid.ALL];
        for (int n = 0; n < this.ways.length; n++) {
            this.ways[n] = (float) ways[n % 3][n / 3];
        }
    }

    /** @param ways as {@link #ways()} gives them */
    ColorMap(float[] ways) {
        if (ways.length != 3 * ColorGrid.ALL) {
            throw new IllegalArgumentException(ways.length + " numbers of a color map: expected " + 3 * ColorGrid.ALL);
        }
        this.ways = ways.clone();
    }

    /**
     * The map between two, whose colors lie on the line between theirs.
     *
     * @param share of the second one
     */
    static ColorMap between(ColorMap one, ColorMap other, double share) {
        float[] ways = new float[one.ways.length];
        for (int n = 0; n < ways.length; n++) {
            ways[n] = (float) ((1 - share) * one.ways[n] + share * other.ways[n]);
        }
        return new ColorMap(ways);
    }

    /** The map from a picture's colors to a painting's. */
    static ColorMap of(FloatImage picture, FloatImage painting) {
        float[] colors = Lab.of(picture);
        int count = Math.min(MOST_COLORS, colors.length / 3);
        return of(new ColorTransport(), evenly(colors, count), evenly(Lab.of(painting), count));
    }

    /**
     * The map from a picture's colors, where a style acts, to those of the style's painting.
     *
     * @param share how far the style acts at each pixel of the picture
     * @return nothing if it acts nowhere
     */
    static Optional<ColorMap> of(FloatImage picture, FloatImage painting, FloatPlane share) {
        float[] colors = weighted(Lab.of(picture), share.values());
        return colors.length < 3 * FEWEST_COLORS
                ? Optional.empty()
                : Optional.of(of(new ColorTransport(), colors, evenly(Lab.of(painting), colors.length / 3)));
    }

    static ColorMap of(ColorTransport transport, float[] colors, float[] target) {
        double[] moved = transport.moved(colors, target);
        GridFilling filling = new GridFilling();
        for (int at = 0; at < colors.length; at += 3) {
            filling.add(colors, moved, at);
        }
        double[][] ways = filling.filled();
        SlopeBound.apply(ways);
        return new ColorMap(ways);
    }

    /** Takes colors at even distances, some of them more than once if there are too few. */
    static float[] evenly(float[] colors, int count) {
        int given = colors.length / 3;
        float[] taken = new float[3 * count];
        for (int n = 0; n < count; n++) {
            System.arraycopy(colors, 3 * (int) ((long) n * given / count), taken, 3 * n, 3);
        }
        return taken;
    }

    /** Takes as many colors as the weights say together, those of more weight more often. */
    private static float[] weighted(float[] colors, float[] weights) {
        double all = 0;
        for (float weight : weights) {
            all += weight;
        }
        int count = (int) Math.min(MOST_COLORS, Math.rint(all));
        float[] taken = new float[3 * count];
        double sum = 0;
        int n = 0;
        for (int pixel = 0; pixel < weights.length; pixel++) {
            sum += weights[pixel];
            for (; n < count && (n + 0.5) * all < sum * count; n++) {
                System.arraycopy(colors, 3 * pixel, taken, 3 * n, 3);
            }
        }
        return n == count ? taken : Arrays.copyOf(taken, 3 * n);
    }

    /**
     * Adds how far a color moves, times a weight, to three numbers.
     *
     * @param color L, a and b
     */
    void add(float[] color, float weight, float[] way) {
        int node = 0;
        float partL = part(color, 0);
        float partA = part(color, 1);
        float partB = part(color, 2);
        for (int c = 0; c < 3; c++) {
            node += below(color, c) * ColorGrid.stride(c);
        }
        for (int corner = 0; corner < 8; corner++) {
            float share = weight
                    * ((corner & 4) == 0 ? 1 - partL : partL)
                    * ((corner & 2) == 0 ? 1 - partA : partA)
                    * ((corner & 1) == 0 ? 1 - partB : partB);
            int at = 3
                    * (node
                            + (corner >> 2 & 1) * ColorGrid.stride(0)
                            + (corner >> 1 & 1) * ColorGrid.stride(1)
                            + (corner & 1) * ColorGrid.stride(2));
            way[0] += share * ways[at];
            way[1] += share * ways[at + 1];
            way[2] += share * ways[at + 2];
        }
    }

    /** How far the nodes move: L, a and b for each, the last coordinate first. */
    float[] ways() {
        return ways.clone();
    }

    private static int below(float[] color, int coordinate) {
        return ColorGrid.below(ColorGrid.place(color[coordinate], coordinate));
    }

    /** Where a color lies between its nodes, 0…1. */
    private static float part(float[] color, int coordinate) {
        float place = ColorGrid.place(color[coordinate], coordinate);
        return Math.max(0, Math.min(1, place - ColorGrid.below(place)));
    }
}
