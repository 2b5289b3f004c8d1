package org.zvideo.video.palette;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.zvideo.core.image.FloatImage;
import org.zvideo.core.image.FloatPlane;

/**
 * Takes the colors of pictures to those of the paintings, by a {@link ColorMap} for each style, blended by how far each style
 * acts. With x a color in Lab, w_n the share of style n and m_n its map,
 *
 * <pre>  x ← x + share · Σ w_n (m_n(x) − x)</pre>
 *
 * <p>It is made of one picture and applied to all frames that look alike. The bits do not depend on the number of threads.
 */
public final class Palette {
    private final List<Optional<ColorMap>> maps;

    /** @param maps for each style in their order; none for one that acts nowhere */
    Palette(List<Optional<ColorMap>> maps) {
        this.maps = List.copyOf(maps);
    }

    /**
     * The palette for pictures like this one.
     *
     * @param picture   in −1…1, from which every style starts
     * @param paintings of the styles, in their order
     * @param shares    how far each style acts at each pixel of the picture; none where all act everywhere alike
     */
    public static Palette of(FloatImage picture, List<FloatImage> paintings, List<FloatPlane> shares) {
        requireOnePerStyle(paintings.size(), shares);
        List<Optional<ColorMap>> maps = new ArrayList<>();
        for (int style = 0; style < paintings.size(); style++) {
            FloatImage painting = paintings.get(style);
            maps.add(
                    shares.isEmpty()
                            ? Optional.of(ColorMap.of(picture, painting))
                            : ColorMap.of(picture, painting, shares.get(style)));
        }
        return new Palette(maps);
    }

    /**
     * A palette that was made elsewhere.
     *
     * @param ways as {@link #ways} gives them
     */
    public static Palette ofWays(List<Optional<float[]>> ways) {
        return new Palette(ways.stream().map(way -> way.map(ColorMap::new)).toList());
    }

    /** For each style in its order how far the colors of a grid move, from which the same palette can be made. */
    public List<Optional<float[]>> ways() {
        return maps.stream().map(map -> map.map(ColorMap::ways)).toList();
    }

    private static void requireOnePerStyle(int styles, List<FloatPlane> shares) {
        if (!shares.isEmpty() && shares.size() != styles) {
            throw new IllegalArgumentException(
                    shares.size() + " shares for " + styles + " styles: expected one per style, or none");
        }
    }

    /**
     * A picture in the colors of the paintings.
     *
     * @param picture in −1…1; values beyond are clamped where a style acts
     * @param share   0…1: how far each color goes
     * @param shares  how far each style acts at each pixel; none where all act everywhere alike
     * @return values in −1…1 where a style acts, and otherwise the same bits
     */
    public FloatImage applied(FloatImage picture, double share, List<FloatPlane> shares) {
        requireOnePerStyle(maps.size(), shares);
        float[] colors = Lab.of(picture);
        float[] values = picture.values().clone();
        int width = picture.width();
        IntStream.range(0, picture.height()).parallel().forEach(y -> {
            float[] color = new float[3];
            float[] way = new float[3];
            for (int pixel = y * width; pixel < (y + 1) * width; pixel++) {
                System.arraycopy(colors, 3 * pixel, color, 0, 3);
                if (moved(color, pixel, (float) share, shares, way)) {
                    Lab.toRgb(color[0] + way[0], color[1] + way[1], color[2] + way[2], values, 3 * pixel);
                }
            }
        });
        return new FloatImage(width, picture.height(), values);
    }

    /** Says how far a color goes; false if no style acts there. */
    private boolean moved(float[] color, int pixel, float share, List<FloatPlane> shares, float[] way) {
        way[0] = 0;
        way[1] = 0;
        way[2] = 0;
        boolean acts = false;
        for (int style = 0; style < maps.size(); style++) {
            float weight = share
                    * (shares.isEmpty() ? 1f / maps.size() : shares.get(style).values()[pixel]);
            if (weight > 0 && maps.get(style).isPresent()) {
                maps.get(style).get().add(color, weight, way);
                acts = true;
            }
        }
        return acts;
    }
}
