package org.zvideo.core.edit;

/**
 * Denoising steps from {@code start} (included) to {@code end} (excluded).
 *
 * @param start 0…end
 * @param end   one past the last step
 */
public record StepRange(int start, int end) {
    public StepRange {
        if (start < 0 || end < start) {
            throw new IllegalArgumentException("steps [" + start + ", " + end + "): expected 0 ≤ start ≤ end");
        }
    }

    public boolean contains(int step) {
        return start <= step && step < end;
    }

    /** The part of the range that lies within the given number of steps. */
    public StepRange clippedTo(int steps) {
        return new StepRange(Math.min(start, steps), Math.min(end, steps));
    }
}
