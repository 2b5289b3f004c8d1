package org.zvideo.core.diffusion;

/**
 * How many frames of a shot a motion module looks at together, and how many of them the next window looks at too.
 *
 * @param length  F, 2 or more
 * @param overlap 0 to F − 1
 */
public record WindowSize(int length, int overlap) {
    /** That on which AnimateDiff's modules were trained, with an overlap that hides the border. */
    public static final WindowSize DEFAULT = new WindowSize(16, 4);

    /** Frames that are held until their windows are done. */
    private static final int MOST_HELD = 64;

    public WindowSize {
        if (length < 2) {
            throw new IllegalArgumentException("motion window " + length + ": expected 2 or more frames");
        }
        if (overlap < 0 || overlap >= length) {
            throw new IllegalArgumentException(
                    "motion overlap " + overlap + ": expected 0 to " + (length - 1) + ", less than the window");
        }
    }

    /** Windows of that length with the usual overlap, which is a quarter of a short window. */
    public static WindowSize of(int length) {
        return new WindowSize(length, Math.min(DEFAULT.overlap, Math.max(0, length / 4)));
    }

    /**
     * Frames of a long shot that are worked on together, whole windows of them: at most {@value #MOST_HELD}, at least one
     * window.
     *
     * @param continued whether others of the shot are done, at which the first window looks
     */
    public int stretch(boolean continued) {
        int step = length - overlap;
        return length + Math.max(0, (MOST_HELD - length) / step * step) - (continued ? overlap : 0);
    }

    /** Frames at the end of a stretch that a window of the next one may look at. */
    public int known() {
        return length - 1;
    }
}
