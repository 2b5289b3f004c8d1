package org.zvideo.cli.option;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import org.zvideo.core.StyleMix;
import org.zvideo.core.error.ErrorKind;
import org.zvideo.core.error.Usage;
import org.zvideo.core.error.ZvideoException;
import org.zvideo.video.request.StyleInput;
import org.zvideo.video.request.StyleKey;
import org.zvideo.video.request.StyleSchedule;
import org.zvideo.video.request.StyleTime;

/**
 * The styles that were given, and when each is reached.
 *
 * @param styles   each once
 * @param schedule of them
 */
public record StyleChoice(List<StyleInput> styles, StyleSchedule schedule) {
    /** The same styles from the first frame to the last. */
    public static StyleChoice of(List<StyleArgument> given, double lambda) {
        return Usage.checked(() -> new StyleChoice(
                given.stream().map(style -> input(style, lambda)).toList(), StyleSchedule.NONE));
    }

    static StyleChoice of(
            List<StyleArgument> first,
            List<StyleKeyArgument> later,
            BiFunction<StyleTime, Integer, StyleKey> key,
            double lambda) {
        return later.isEmpty() ? of(first, lambda) : Usage.checked(() -> moving(first, later, key, lambda));
    }

    private static StyleChoice moving(
            List<StyleArgument> first,
            List<StyleKeyArgument> later,
            BiFunction<StyleTime, Integer, StyleKey> key,
            double lambda) {
        List<StyleInput> styles = new ArrayList<>();
        List<Integer> begins = first.stream()
                .map(style -> place(input(style, lambda), styles))
                .distinct()
                .toList();
        List<StyleKey> keys = new ArrayList<>();
        keys.add(new StyleKey(new StyleTime.At(0), OptionalDouble.empty(), begins));
        for (StyleKeyArgument one : later) {
            keys.add(key.apply(one.at(), place(input(one.style(), lambda), styles)));
        }
        return new StyleChoice(styles, new StyleSchedule(keys));
    }

    private static StyleInput input(StyleArgument style, double lambda) {
        return new StyleInput(style.file(), style.lambda().orElse(lambda));
    }

    /** The place of a style in a list, to which it is added if it is not there: a painting that comes again is the same style. */
    private static int place(StyleInput style, List<StyleInput> styles) {
        if (!styles.contains(style)) {
            styles.add(style);
        }
        return styles.indexOf(style);
    }

    /**
     * The styles that act at a time, and how far each is reached.
     *
     * @param seconds of the video
     * @throws ZvideoException of kind usage if a style changes at a cut, which a time does not tell
     */
    public Acting at(double seconds) {
        if (schedule.namesCuts()) {
            throw new ZvideoException(
                    ErrorKind.USAGE,
                    "--style-at cut:N: one frame alone does not say where cuts are; give the time of the cut");
        }
        StyleMix mix = schedule.at(seconds, styles.size());
        if (mix.full()) {
            return new Acting(styles, mix);
        }
        List<Double> shares = mix.shares();
        return new Acting(
                IntStream.range(0, styles.size())
                        .filter(style -> shares.get(style) > 0)
                        .mapToObj(styles::get)
                        .toList(),
                mix.rests()
                        ? StyleMix.FULL
                        : new StyleMix(
                                shares.stream().filter(share -> share > 0).toList()));
    }

    /** Styles that act on a frame. */
    public record Acting(List<StyleInput> styles, StyleMix mix) {}
}
