package org.zvideo.video.stage;

import java.util.Optional;
import org.zvideo.core.Displacement;
import org.zvideo.core.Exposure;
import org.zvideo.core.image.RgbImage;

/**
 * A frame of the source, with what has to be known about its place.
 *
 * @param number    in the video, from 0 on
 * @param timestamp in microseconds, as JavaCV gives it
 * @param shotStart number of the first frame of its shot
 * @param image     what is stylized: the film's own frame, or that frame in even light
 * @param exposure  how {@code image} follows from the film's own frame
 * @param role      what it is to the frames that follow
 * @param motion    how it moved since the frame that it is tied to; empty where nobody asked
 */
public record ShotFrame(
        long number,
        long timestamp,
        long shotStart,
        RgbImage image,
        Exposure exposure,
        Role role,
        Optional<Displacement> motion) {
    /** What a frame is to those that follow. */
    public enum Role {
        /** The next frame may be tied to it. */
        ORDINARY,
        /** The frames that follow look at it as their shot's first one; a shot's first frame is that in any case. */
        ANCHOR,
        /** Nothing is tied to it, and it is tied to nothing: a flash. */
        ALONE,
        /** An anchor that is handed ahead of its turn, so that no result is made of it; it comes again in its turn. */
        AHEAD
    }

    public ShotFrame {
        if (shotStart < 0 || number < shotStart) {
            throw new IllegalArgumentException("frame " + number + " of a shot that begins at " + shotStart);
        }
    }

    /** A frame in its turn, as the film has it. */
    public ShotFrame(long number, long timestamp, long shotStart, RgbImage image) {
        this(number, timestamp, shotStart, image, Exposure.asIs(image), Role.ORDINARY, Optional.empty());
    }

    /** Whether it is the first frame of its shot. */
    public boolean beginsShot() {
        return number == shotStart;
    }

    /** Whether it is handed ahead of its turn. */
    public boolean ahead() {
        return role == Role.AHEAD;
    }

    /** The same frame in a shot that begins elsewhere. */
    public ShotFrame inShot(long start) {
        return new ShotFrame(number, timestamp, start, image, exposure, role, motion);
    }

    /** The same frame in even light. */
    public ShotFrame exposed(double gain, double styled) {
        Exposure other = new Exposure(exposure.film(), gain, styled);
        return new ShotFrame(number, timestamp, shotStart, other.even(), other, role, motion);
    }

    /** The same frame with another role. */
    public ShotFrame as(Role other) {
        return new ShotFrame(number, timestamp, shotStart, image, exposure, other, motion);
    }

    /** The same frame where its motion is known. */
    public ShotFrame moved(Displacement known) {
        return new ShotFrame(number, timestamp, shotStart, image, exposure, role, Optional.of(known));
    }

    /** The same frame, to be given to the stage inside before the shot's first one. */
    public ShotFrame handedAhead() {
        return as(Role.AHEAD);
    }
}
