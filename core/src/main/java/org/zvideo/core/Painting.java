package org.zvideo.core;

import org.zvideo.core.image.FloatImage;

/**
 * A style picture before and after the model's autoencoder. What it lost on the way is brushwork; that is finer than the pixels
 * of the model, so the picture is kept {@value #FINENESS} times as large.
 *
 * @param picture   cropped as the model takes it, {@value #FINENESS} times as large on each side
 * @param roundTrip the picture at the size at which the model takes it, encoded and decoded without diffusion
 */
public record Painting(FloatImage picture, FloatImage roundTrip) {
    /** How many times the size of the round trip the picture has. */
    public static final int FINENESS = 2;

    public Painting {
        if (picture.width() != FINENESS * roundTrip.width() || picture.height() != FINENESS * roundTrip.height()) {
            throw new IllegalArgumentException("a painting of " + picture.width() + "x" + picture.height()
                    + " with a round trip of " + roundTrip.width() + "x" + roundTrip.height());
        }
    }

    /** The same in 16-bit levels, as a work folder keeps it. */
    public Painting rounded() {
        return new Painting(picture.rounded(), roundTrip.rounded());
    }
}
