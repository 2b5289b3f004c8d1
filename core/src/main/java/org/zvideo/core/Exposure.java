package org.zvideo.core;

import org.zvideo.core.image.RgbImage;

/**
 * A frame of the film, and how its light is evened out: the model sees the frame divided by its gain, and what is made of it is
 * multiplied by the gain. So a fade goes to black in the result too, and light that flickers in the film does not disturb what
 * holds frames together.
 *
 * @param film   the frame as the film has it
 * @param gain   γ: its light is that of the shot's reference frame times this
 * @param styled 0…1: how far the result is shown over the film's own frame; less than 1 where a frame is nearly black or has
 *               hardly more than one color
 */
public record Exposure(RgbImage film, double gain, double styled) {
    private static final int WHITE = 255;

    public Exposure {
        if (!(gain > 0) || !(styled >= 0 && styled <= 1)) {
            throw new IllegalArgumentException("gain " + gain + ", styled " + styled);
        }
    }

    /** The frame is taken as it is. */
    public static Exposure asIs(RgbImage film) {
        return new Exposure(film, 1, 1);
    }

    /** The frame divided by its gain, clipped at white. */
    public RgbImage even() {
        if (gain == 1) {
            return film;
        }
        byte[] levels = new byte[WHITE + 1];
        for (int level = 0; level <= WHITE; level++) {
            levels[level] = (byte) Math.min(WHITE, Math.round(level / gain));
        }
        RgbImage even = new RgbImage(film.width(), film.height());
        for (int n = 0; n < even.pixels().length; n++) {
            even.pixels()[n] = levels[film.pixels()[n] & WHITE];
        }
        return even;
    }
}
