package org.zvideo.video.report;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The warped error where a window of a motion module begins, apart from that of the other frames: what a module ties together
 * may jump from window to window.
 */
public final class WindowBorders {
    private final int every;
    private final Track.Mean borders = new Track.Mean();
    private final Track.Mean others = new Track.Mean();
    private long inShot = -1;
    private long found;

    /** @param every the frames from the beginning of a window to that of the next */
    public WindowBorders(int every) {
        this.every = every;
    }

    /** Takes the line of the next frame of the result. */
    public void add(FrameStatistics frame) {
        inShot = Boolean.TRUE.equals(frame.cut()) ? 0 : inShot + 1;
        boolean border = inShot > 0 && inShot % every == 0;
        if ((border ? borders : others).noted(frame.warpedError()) != null && border) {
            found++;
        }
    }

    /** The means, in the order of the report; one that no frame has is left out. */
    public Map<String, Object> values() {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("every", every);
        values.put("frames", found);
        put(values, "warpedError", borders.value());
        put(values, "warpedErrorElsewhere", others.value());
        return values;
    }

    private static void put(Map<String, Object> values, String name, Double value) {
        if (value != null) {
            values.put(name, value);
        }
    }
}
