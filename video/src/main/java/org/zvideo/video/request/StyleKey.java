package org.zvideo.video.request;

import java.util.List;
import java.util.OptionalDouble;

/**
 * Styles that are reached at a time of a video. They fade in from those of the key before; at a cut nothing fades.
 *
 * @param at     when they are reached
 * @param fade   how many seconds before that the fade begins, at the earliest at the time of the key before; 0 for a change
 *               from one frame to the next. Empty for the time of the key before, and at a cut
 * @param styles their places in the list of styles, from 0; several are mixed
 */
public record StyleKey(StyleTime at, OptionalDouble fade, List<Integer> styles) {
    public StyleKey {
        styles = List.copyOf(styles);
        if (styles.isEmpty() || styles.stream().anyMatch(style -> style < 0)) {
            throw new IllegalArgumentException("style at " + at.text() + ": no style is named");
        }
        if (fade.isPresent() && !(fade.getAsDouble() >= 0 && fade.getAsDouble() < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("style fade " + fade.getAsDouble() + ": expected 0 seconds or more");
        }
        if (fade.isPresent() && at instanceof StyleTime.AtCut) {
            throw new IllegalArgumentException("style at " + at.text() + ": nothing fades at a cut");
        }
    }

    /** Its time in seconds, where that is known. */
    OptionalDouble seconds() {
        return at instanceof StyleTime.At time ? OptionalDouble.of(time.seconds()) : OptionalDouble.empty();
    }

    /** The time in seconds of one whose time is known. */
    double knownSeconds() {
        return seconds().orElseThrow(() -> new IllegalStateException("the time of " + at.text() + " is not known yet"));
    }
}
