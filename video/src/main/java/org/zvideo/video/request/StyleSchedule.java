package org.zvideo.video.request;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;
import org.zvideo.core.StyleMix;
import org.zvideo.core.error.ErrorKind;
import org.zvideo.video.error.MediaException;
import org.zvideo.video.shot.AddedCuts;
import org.zvideo.video.shot.Cuts;
import org.zvideo.video.stage.StyleMixes;

/**
 * How the style of a video moves from one painting to the next.
 *
 * @param keys in the order of their times, the first of them at 0; none where all styles act from the first frame to the last
 */
public record StyleSchedule(List<StyleKey> keys) {
    /** All styles act from the first frame to the last. */
    public static final StyleSchedule NONE = new StyleSchedule(List.of());

    private static final double MICROSECONDS = 1e6;
    private static final double HALF_A_MICROSECOND = 5e-7;
    /** Containers round the end of a video to as much. */
    private static final double ROUNDED = 1e-3;

    public StyleSchedule {
        keys = List.copyOf(keys);
        if (!keys.isEmpty() && !keys.get(0).at().equals(new StyleTime.At(0))) {
            throw new IllegalArgumentException("style keys: the first one is at 0, where the video begins");
        }
        double last = -1;
        int lastCut = 0;
        for (StyleKey key : keys) {
            if (key.at() instanceof StyleTime.AtCut cut) {
                requireRising(cut.number(), lastCut, key, new StyleTime.AtCut(Math.max(1, lastCut)));
                lastCut = cut.number();
            } else {
                requireRising(key.knownSeconds(), last, key, new StyleTime.At(Math.max(0, last)));
                last = key.knownSeconds();
            }
        }
    }

    private static void requireRising(double now, double before, StyleKey key, StyleTime earlier) {
        if (now == before) {
            throw new IllegalArgumentException("style at " + key.at().text()
                    + (now == 0
                            ? ": the video begins with a style already; give a later time"
                            : ": two styles at the same time; give each a time of its own"));
        }
        if (now < before) {
            throw new IllegalArgumentException("style at " + key.at().text() + " after style at " + earlier.text()
                    + ": give them in the order of their times");
        }
    }

    /** Whether the style changes at all. */
    public boolean moves() {
        return !keys.isEmpty();
    }

    /** Whether a time is that of a cut, which has to be found first. */
    public boolean namesCuts() {
        return keys.stream().anyMatch(key -> key.at() instanceof StyleTime.AtCut);
    }

    /** The number of styles that act on a frame at most, where there are that many styles. */
    public int mostAtOnce(int styles) {
        int most = moves() ? 1 : styles;
        for (int n = 0; n < keys.size(); n++) {
            Set<Integer> both = new TreeSet<>(keys.get(n).styles());
            if (n + 1 < keys.size() && fades(keys.get(n + 1))) {
                both.addAll(keys.get(n + 1).styles());
            }
            most = Math.max(most, both.size());
        }
        return most;
    }

    private static boolean fades(StyleKey key) {
        return key.at() instanceof StyleTime.At && key.fade().orElse(1) > 0;
    }

    /**
     * The same with the times of its cuts.
     *
     * @param cuts times of all cuts of the video in seconds, in their order
     * @throws MediaException if a cut does not exist, or does not come after the key before it
     */
    public StyleSchedule timed(List<Double> cuts) {
        List<StyleKey> timed = new ArrayList<>();
        for (StyleKey key : keys) {
            StyleKey known = key.at() instanceof StyleTime.AtCut cut
                    ? new StyleKey(new StyleTime.At(timeOf(cut, cuts)), OptionalDouble.of(0), key.styles())
                    : key;
            int before = timed.size() - 1;
            if (before >= 0 && known.knownSeconds() <= timed.get(before).knownSeconds()) {
                throw new MediaException(
                        ErrorKind.USAGE,
                        "style at " + named(key, known) + " after style at "
                                + named(keys.get(before), timed.get(before))
                                + ": give them in the order of their times");
            }
            timed.add(known);
        }
        return new StyleSchedule(timed);
    }

    private static double timeOf(StyleTime.AtCut cut, List<Double> cuts) {
        if (cut.number() > cuts.size()) {
            throw new MediaException(
                    ErrorKind.USAGE,
                    "style at " + cut.text() + ": what is stylized has "
                            + (cuts.isEmpty() ? "no cuts" : cuts.size() == 1 ? "1 cut" : cuts.size() + " cuts")
                            + "; name another, give a time, or list the cuts");
        }
        return cuts.get(cut.number() - 1);
    }

    private static String named(StyleKey key, StyleKey known) {
        return key.equals(known)
                ? key.at().text()
                : key.at().text() + ", which is at " + known.at().text() + ",";
    }

    /**
     * The times of styles that no frame of a video reaches.
     *
     * @param end of the video in seconds
     */
    public List<String> beyond(double end) {
        return keys.stream()
                .filter(key -> key.seconds().orElse(0) > end + ROUNDED)
                .map(key -> key.at().text())
                .toList();
    }

    /**
     * How far each style is reached at the times of frames.
     *
     * @param start  time of the first frame of the video in its file, in seconds
     * @param styles number of all styles
     */
    public StyleMixes mixes(double start, int styles) {
        return moves() ? microseconds -> at(microseconds / MICROSECONDS - start, styles) : StyleMixes.FULL;
    }

    /**
     * How far each style is reached at a time, where all times are known.
     *
     * @param seconds of the video
     * @param styles  number of all styles
     */
    public StyleMix at(double seconds, int styles) {
        if (!moves()) {
            return StyleMix.FULL;
        }
        int now = 0;
        while (now + 1 < keys.size() && keys.get(now + 1).knownSeconds() <= seconds + HALF_A_MICROSECOND) {
            now++;
        }
        boolean last = now + 1 == keys.size();
        double gone = last ? 0 : gone(keys.get(now), keys.get(now + 1), seconds);
        List<Double> shares = new ArrayList<>();
        for (int n = 0; n < styles; n++) {
            boolean before = keys.get(now).styles().contains(n);
            boolean after = !last && keys.get(now + 1).styles().contains(n);
            shares.add(before && after ? 1 : before ? 1 - gone : after ? gone : 0.0);
        }
        return new StyleMix(shares);
    }

    /** How much of the way from a key to the next is gone: 0 to 1. */
    private static double gone(StyleKey key, StyleKey next, double seconds) {
        double end = next.knownSeconds();
        double begin = Math.max(key.knownSeconds(), end - next.fade().orElse(end));
        return Math.max(0, Math.min(1, (seconds - begin) / (end - begin)));
    }

    /**
     * Cuts of a video and of its style: where the style changes from one frame to the next, a shot begins, so that nothing of the
     * frames before holds the old style.
     */
    public Cuts with(Cuts cuts) {
        List<Double> changes = new ArrayList<>();
        for (int n = 1; n < keys.size(); n++) {
            StyleKey key = keys.get(n);
            if (key.fade().orElse(1) == 0
                    && !Set.copyOf(key.styles())
                            .equals(Set.copyOf(keys.get(n - 1).styles()))) {
                changes.add(key.knownSeconds());
            }
        }
        return changes.isEmpty() ? cuts : new AddedCuts(cuts, changes);
    }
}
