package org.zvideo.video.palette;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.zvideo.core.ModelPicture;
import org.zvideo.core.StyleMix;
import org.zvideo.core.image.FloatImage;

/**
 * The palette of a shot whose style moves. The map of a style that is reached in full stays until the style fades; while it fades,
 * each frame makes it again. A map that stayed would let through what the model has already taken from the other style, and that
 * style's map would add it once more.
 */
public final class MovingPalette {
    /** How far a style has faded when nothing of the map is left that stayed: the change to a new one must not be seen. */
    private static final double REPLACED = 0.05;

    private final List<FloatImage> paintings;
    private final List<Optional<ColorMap>> settled;

    /** @param paintings of the styles, in their order */
    public MovingPalette(List<FloatImage> paintings) {
        this.paintings = List.copyOf(paintings);
        this.settled = new ArrayList<>(Collections.nCopies(paintings.size(), Optional.empty()));
    }

    /**
     * The palette at a frame.
     *
     * @param picture  what the model made of it, with its shares
     * @param mix      of the styles
     * @param colorful whether the map of a style that is reached in full may stay; asked only where there is such a style
     */
    public Palette at(ModelPicture picture, StyleMix mix, BooleanSupplier colorful) {
        List<Optional<ColorMap>> maps = new ArrayList<>();
        for (int style = 0; style < paintings.size(); style++) {
            double share = mix.shares().get(style);
            if (share == 0) {
                settled.set(style, Optional.empty());
            }
            Optional<ColorMap> stays = settled.get(style);
            if (share == 1 && stays.isPresent()) {
                maps.add(stays);
                continue;
            }
            Optional<ColorMap> made = made(picture, style, mix);
            if (share == 1 && made.isPresent() && colorful.getAsBoolean()) {
                settled.set(style, made);
            }
            double left = Math.max(0, 1 - (1 - share) / REPLACED);
            maps.add(made.map(
                    map -> stays.map(old -> ColorMap.between(map, old, left)).orElse(map)));
        }
        return new Palette(maps);
    }

    /** The same map as in a film of one style, where no other acts. */
    private Optional<ColorMap> made(ModelPicture picture, int style, StyleMix mix) {
        boolean alone = mix.shares().stream().filter(share -> share > 0).count() == 1;
        if (alone && mix.shares().get(style) > 0) {
            return Optional.of(ColorMap.of(picture.decoded(), paintings.get(style)));
        }
        return ColorMap.of(
                picture.decoded(), paintings.get(style), picture.shares().get(style));
    }

    /** The next frame begins a shot. */
    public void reset() {
        Collections.fill(settled, Optional.empty());
    }
}
