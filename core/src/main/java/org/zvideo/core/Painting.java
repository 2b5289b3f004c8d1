package org.zvideo.core;

import org.zvideo.core.image.FloatImage;

/**
 * A style picture before and after the model's autoencoder. What it lost on the way, picture − roundTrip, is brushwork.
 *
 * @param picture   scaled and cropped as the model takes it
 * @param roundTrip the same encoded and decoded without diffusion, of the same size
 */
public record Painting(FloatImage picture, FloatImage roundTrip) {
    public Painting {
        if (picture.width() != roundTrip.width() || picture.height() != roundTrip.height()) {
            throw new IllegalArgumentException("a painting of " + picture.width() + "x" + picture.height()
                    + " with a round trip of " + roundTrip.width() + "x" + roundTrip.height());
        }
    }

    /** The same in 16-bit levels, as a work folder keeps it. */
    public Painting rounded() {
        return new Painting(picture.rounded(), roundTrip.rounded());
    }
}
