package org.zvideo.video;

import java.util.OptionalLong;

/**
 * The part of a video that is processed. The result starts at 0 with the earliest of its streams and keeps the source's
 * timing: all intervals stay the same, wherever the source's clock starts.
 *
 * @param fromSeconds the first frame is the one at or after this time; 0 for the beginning
 * @param frames number of frames, or fewer where the video ends; empty for all
 */
public record Clip(double fromSeconds, OptionalLong frames) {
    /** The whole video. */
    public static final Clip WHOLE = new Clip(0, OptionalLong.empty());

    public Clip {
        if (!(fromSeconds >= 0) || Double.isInfinite(fromSeconds)) {
            throw new IllegalArgumentException("from " + fromSeconds + ": expected 0 or more seconds");
        }
        if (frames.isPresent() && frames.getAsLong() < 1) {
            throw new IllegalArgumentException("frames " + frames.getAsLong() + ": expected 1 or more");
        }
    }

    /**
     * Creates a clip.
     *
     * @param frames number of frames, or null for all
     */
    public static Clip of(double fromSeconds, Long frames) {
        return new Clip(fromSeconds, frames == null ? OptionalLong.empty() : OptionalLong.of(frames));
    }
}
