package org.zvideo.core;

import org.zvideo.core.image.FloatPlane;

/**
 * Where the pixels of a frame were in the frame that it is tied to, in the size inside the model before padding: what is at
 * (x, y) was at (x + dx, y + dy).
 *
 * @param dx    in pixels, to the right
 * @param dy    in pixels, down
 * @param trust τ, 0…1: how far that is believed; 0 where the pixel was hidden
 */
public record Displacement(FloatPlane dx, FloatPlane dy, FloatPlane trust) {
    public Displacement {
        if (dy.width() != dx.width()
                || trust.width() != dx.width()
                || dy.height() != dx.height()
                || trust.height() != dx.height()) {
            throw new IllegalArgumentException(
                    "displacement of " + dx + ", " + dy + " and " + trust + ": expected planes of one size");
        }
    }
}
