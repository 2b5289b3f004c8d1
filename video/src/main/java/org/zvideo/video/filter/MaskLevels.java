package org.zvideo.video.filter;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.zvideo.core.image.Mask;
import org.zvideo.core.image.RgbImage;

/**
 * What is seen in a mask file: whether it means anything. Programs that find objects write numbers of labels, 0 and 1, where
 * black and white are needed; such a mask is accepted, but its user has to know.
 */
final class MaskLevels {
    private static final int DARK = 64;
    private static final int LIGHT = 191;
    /** Fewer levels than this between the darkest and the lightest are no picture of a shape. */
    private static final int NARROW = 64;

    private static final int LARGEST_LABEL = 40;
    private static final int FEW = 32;
    /** Sets of labels hardly have more; steps of gray in an ordinary mask go on to white. */
    private static final int GRAY = 160;

    private static final double SOME = 0.002;
    private static final int COLORED = 32;
    private static final String ADVICE = "; make what is meant white (255) and the rest black (0)";

    private final long[] levels = new long[256];
    private long pixels;
    private long colored;
    private boolean faint;

    /** Takes in a mask. */
    void add(Mask mask) {
        for (float value : mask.values()) {
            levels[Math.round(255 * value)]++;
        }
        pixels += mask.values().length;
    }

    /** Takes in the colors of which a mask is the lightness. */
    void addColors(RgbImage image) {
        for (int n = 0; n < image.width() * image.height(); n++) {
            int most = Math.max(image.at(n, 0), Math.max(image.at(n, 1), image.at(n, 2)));
            int least = Math.min(image.at(n, 0), Math.min(image.at(n, 1), image.at(n, 2)));
            colored += most - least > COLORED ? 1 : 0;
        }
    }

    /** The file holds numbers above 0 that are too little to show. */
    void addFaint() {
        faint = true;
    }

    /** Whether all of it has one value. */
    boolean uniform() {
        return IntStream.range(0, 256).filter(n -> levels[n] > 0).count() <= 1;
    }

    /** What to tell the user, if anything. All black and all white are meant. */
    Optional<String> warning() {
        int darkest =
                IntStream.range(0, 256).filter(n -> levels[n] > 0).findFirst().orElse(0);
        int lightest = IntStream.range(0, 256)
                .filter(n -> levels[255 - n] > 0)
                .map(n -> 255 - n)
                .findFirst()
                .orElse(0);
        long distinct = IntStream.range(0, 256).filter(n -> levels[n] > 0).count();
        if (faint) {
            return Optional.of(
                    "its numbers are above 0 but too small to be seen, like those of labels: all of it counts as black"
                            + ADVICE);
        } else if (darkest == lightest) {
            return darkest == 0 || darkest == 255
                    ? Optional.empty()
                    : Optional.of("all of it is one gray, " + darkest + " of 255: it has no shape" + ADVICE);
        } else if (lightest < DARK) {
            return Optional.of("its lightest value is " + lightest + " of 255: "
                    + (lightest < 16
                            ? "the style acts nowhere, or with black and white exchanged everywhere"
                            : "it is dark everywhere")
                    + (distinct <= FEW ? " (are its values numbers of labels?)" : "") + ADVICE);
        } else if (darkest > LIGHT) {
            return Optional.of("its darkest value is " + darkest + " of 255: it is light everywhere" + ADVICE);
        } else if (lightest - darkest < NARROW) {
            return Optional.of("its values are " + darkest + " to " + lightest + " of 255, close together" + ADVICE);
        } else if (labels(lightest, distinct)) {
            return Optional.of("its values "
                    + IntStream.range(0, 256)
                            .filter(n -> levels[n] > 0)
                            .limit(5)
                            .mapToObj(Integer::toString)
                            .collect(Collectors.joining(", "))
                    + (distinct > 5 ? ", …" : "")
                    + " look like numbers of labels" + ADVICE);
        } else if (colored > SOME * pixels) {
            return Optional.of(String.format(
                            Locale.ROOT,
                            "%.0f %% of it is colored: only its lightness counts",
                            100.0 * colored / pixels)
                    + ADVICE);
        }
        return Optional.empty();
    }

    /** Small whole numbers, perhaps with 255 for what has none; or a few gray steps without white. */
    private boolean labels(int lightest, long distinct) {
        long small = IntStream.rangeClosed(1, LARGEST_LABEL)
                .mapToLong(n -> levels[n])
                .sum();
        long between = IntStream.range(LARGEST_LABEL + 1, 255)
                .mapToLong(n -> levels[n])
                .sum();
        return small > SOME * pixels && between == 0 || distinct > 2 && distinct <= FEW && lightest < GRAY;
    }
}
