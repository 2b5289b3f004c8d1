package org.zvideo.cli.terminal;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import org.zvideo.video.job.WorkMeter;
import org.zvideo.video.plan.Durations;

/**
 * Progress in words, and as a bar before them: {@code [######------] 19%  frame 2/8  0:14 left  3.4 s/frame}. What does not fit into
 * a line is left out, first the bar, then words from the right.
 */
final class ProgressText {
    private static final int BAR = 24;
    /** A shorter bar says nothing. */
    private static final int SHORTEST_BAR = 8;

    private static final String GAP = "  ";
    private static final double PERCENT = 100;

    private ProgressText() {}

    /**
     * A line without its end.
     *
     * @param unit    what is counted: frame, style, …
     * @param seconds since the work began
     * @param nanos   now, as the meter counts
     * @param columns that the line may have
     * @param bar     whether a bar may stand before the words
     */
    static String of(WorkMeter meter, String unit, double seconds, long nanos, int columns, boolean bar) {
        List<String> words = words(meter, unit, seconds, nanos);
        while (words.size() > 1 && length(words) > columns) {
            words.remove(words.size() - 1);
        }
        String text = String.join(GAP, words);
        int room = Math.min(BAR, columns - text.length() - "[] ".length());
        if (bar && meter.share().isPresent() && room >= SHORTEST_BAR) {
            int filled = (int) (room * meter.share().getAsDouble());
            return "[" + "#".repeat(filled) + "-".repeat(room - filled) + "] " + text;
        }
        return text.length() > columns ? text.substring(0, columns) : text;
    }

    private static int length(List<String> words) {
        return String.join(GAP, words).length();
    }

    private static List<String> words(WorkMeter meter, String unit, double seconds, long nanos) {
        List<String> words = new ArrayList<>();
        if (meter.share().isPresent()) {
            words.add(String.format(
                    Locale.ROOT, "%.0f%%", Math.floor(PERCENT * meter.share().getAsDouble())));
            words.add(unit + " " + meter.current() + "/" + meter.total());
        } else {
            words.add(unit + " " + meter.current());
        }
        OptionalDouble left = meter.secondsLeft(nanos);
        words.add(
                left.isPresent()
                        ? Durations.clock(left.getAsDouble()) + " left"
                        : Durations.clock(seconds) + " so far");
        meter.secondsPerUnit(nanos).ifPresent(each -> words.add(String.format(Locale.ROOT, "%.1f s/%s", each, unit)));
        return words;
    }
}
