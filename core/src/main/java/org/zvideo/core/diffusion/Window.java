package org.zvideo.core.diffusion;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Frames of a shot that a motion module looks at together.
 *
 * @param begin the first one
 * @param end   one past the last one
 */
public record Window(int begin, int end) {
    /**
     * The windows over frames of a shot. The first one begins in the frames before, by the overlap; the last one is shifted
     * back so that it keeps its length, as far as there are frames. They depend on these numbers alone, so that inversion and
     * denoising have the same.
     *
     * @param first the first frame; those before it are known
     * @param end   one past the last frame
     */
    public static List<Window> over(int first, int end, WindowSize size) {
        List<Window> windows = new ArrayList<>();
        int begin = Math.max(0, first - size.overlap());
        while (begin + size.length() < end) {
            windows.add(new Window(begin, begin + size.length()));
            begin += size.length() - size.overlap();
        }
        windows.add(new Window(Math.max(0, end - size.length()), end));
        return windows;
    }

    int length() {
        return end - begin;
    }

    boolean holds(int frame) {
        return begin <= frame && frame < end;
    }

    /** How much its result counts for a frame among those of all windows: triangular, most in the middle. */
    double weight(int frame) {
        return holds(frame) ? Math.min(frame - begin + 1, end - frame) : 0;
    }

    /** The window whose result counts most for a frame; of equal ones the earlier. */
    static Window chief(List<Window> windows, int frame) {
        return windows.stream()
                .sorted(Comparator.comparingDouble(window -> -window.weight(frame)))
                .findFirst()
                .orElseThrow();
    }
}
