package org.zvideo.video.plan;

import java.util.Locale;

/** Durations as people read them. */
public final class Durations {
    private static final int MINUTE = 60;
    private static final int HOUR = 3600;

    private Durations() {}

    /** M:SS, or H:MM:SS, of a number of seconds; 0:00 for less than none. */
    public static String clock(double seconds) {
        long whole = Math.max(0, Math.round(seconds));
        return whole >= HOUR
                ? String.format(Locale.ROOT, "%d:%02d:%02d", whole / HOUR, whole / MINUTE % MINUTE, whole % MINUTE)
                : String.format(Locale.ROOT, "%d:%02d", whole / MINUTE, whole % MINUTE);
    }
}
