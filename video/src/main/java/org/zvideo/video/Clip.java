package org.zvideo.video;

import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * The part of a video that is processed. The result starts at 0 with the earliest of its streams and keeps the source's
 * timing: all intervals stay the same, wherever the source's clock starts.
 *
 * @param fromSeconds the first frame is the one at or after this time; 0 for the beginning
 * @param toSeconds the last frame is the one before this time; empty for the end of the video
 * @param frames number of frames, or fewer where the video or this part of it ends; empty for all
 */
public record Clip(double fromSeconds, OptionalDouble toSeconds, OptionalLong frames) {
    /** The whole video. */
    public static final Clip WHOLE = new Clip(0, OptionalDouble.empty(), OptionalLong.empty());

    public Clip {
        if (!(fromSeconds >= 0) || Double.isInfinite(fromSeconds)) {
            throw new IllegalArgumentException("from " + fromSeconds + ": expected 0 or more seconds");
        }
        if (toSeconds.isPresent() && !(toSeconds.getAsDouble() > fromSeconds)) {
            throw new IllegalArgumentException("to " + toSeconds.getAsDouble() + ": expected more than " + fromSeconds
                    + " seconds, where it starts");
        }
        if (frames.isPresent() && frames.getAsLong() < 1) {
            throw new IllegalArgumentException("frames " + frames.getAsLong() + ": expected 1 or more");
        }
    }

    /** All frames from a time on. */
    public static Clip from(double seconds) {
        return new Clip(seconds, OptionalDouble.empty(), OptionalLong.empty());
    }

    /** The first frames from a time on. */
    public static Clip of(double fromSeconds, long frames) {
        return new Clip(fromSeconds, OptionalDouble.empty(), OptionalLong.of(frames));
    }

    /** The same part, or its first frames if it has more. */
    public Clip first(long most) {
        return new Clip(fromSeconds, toSeconds, OptionalLong.of(Math.min(most, frames.orElse(most))));
    }
}
