package org.zvideo.video.stage;

import org.zvideo.core.image.RgbImage;

/**
 * A frame of the source, with what has to be known about its place.
 *
 * @param number    in the video, from 0 on
 * @param timestamp in microseconds, as JavaCV gives it
 * @param shotStart number of the first frame of its shot
 * @param image     the frame itself
 * @param ahead     whether it is handed ahead of its turn, so that no result is made of it; it comes again in its turn
 */
public record ShotFrame(long number, long timestamp, long shotStart, RgbImage image, boolean ahead) {
    public ShotFrame {
        if (shotStart < 0 || number < shotStart) {
            throw new IllegalArgumentException("frame " + number + " of a shot that begins at " + shotStart);
        }
    }

    /** A frame in its turn. */
    public ShotFrame(long number, long timestamp, long shotStart, RgbImage image) {
        this(number, timestamp, shotStart, image, false);
    }

    /** Whether it is the first frame of its shot. */
    public boolean beginsShot() {
        return number == shotStart;
    }

    /** The same frame in a shot that begins elsewhere. */
    public ShotFrame inShot(long start) {
        return new ShotFrame(number, timestamp, start, image, ahead);
    }

    /** The same frame, to be given to the stage inside before the shot's first one. */
    public ShotFrame handedAhead() {
        return new ShotFrame(number, timestamp, shotStart, image, true);
    }
}
