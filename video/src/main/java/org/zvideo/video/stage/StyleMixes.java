package org.zvideo.video.stage;

import org.zvideo.core.StyleMix;

/** How far each style is reached at a time of the clip. */
@FunctionalInterface
public interface StyleMixes {
    /** All styles act in full, from the first frame to the last. */
    StyleMixes FULL = microseconds -> StyleMix.FULL;

    /**
     * The mix at a time.
     *
     * @param microseconds time of the frame, as JavaCV gives it
     */
    StyleMix at(long microseconds);

    /** The mix at a time in seconds. */
    default StyleMix atSeconds(double seconds) {
        return at(Math.round(seconds * 1e6));
    }

    /** The same mix at all times. */
    static StyleMixes always(StyleMix mix) {
        return mix.full() ? FULL : microseconds -> mix;
    }

    /** The mix at a frame. */
    default StyleMix of(ShotFrame frame) {
        return at(frame.timestamp());
    }

    /** Whether all styles act in full at all times. */
    default boolean full() {
        return this == FULL;
    }
}
