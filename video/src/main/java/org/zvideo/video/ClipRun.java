package org.zvideo.video;

/**
 * Frames of a clip that follow each other. They are found by the time of the first: a number of seconds counts after the start of
 * the file's clock, and is rounded.
 *
 * @param clip     what the frames are counted in
 * @param before   number of the clip's frames before them
 * @param firstPts time of the first, in units of the video's time base
 * @param frames   number of them
 */
public record ClipRun(Clip clip, long before, long firstPts, long frames) {
    private static final double LONG_LEAD_SECONDS = 10;

    /** How much of the clip is decoded before its run. */
    public enum Lead {
        /** From the last key frame at or before the first frame. */
        SHORT,
        /** Some seconds more: decoders and filters that look back have seen enough. */
        LONG,
        /** All of it. The frames are those of the clip, whatever it is. */
        ALL
    }

    public ClipRun {
        if (before < 0 || frames < 1) {
            throw new IllegalArgumentException(
                    frames + " frames after " + before + ": expected 1 or more after 0 or more");
        }
    }

    /** What is read of the file. */
    Clip read(Lead lead) {
        return Clip.of(lead == Lead.ALL ? clip.fromSeconds() : 0, frames);
    }

    /** Where to look for a key frame. */
    long seekPts(Lead lead, Rational timeBase) {
        return lead == Lead.SHORT ? firstPts : firstPts - Math.round(LONG_LEAD_SECONDS / timeBase.value());
    }
}
