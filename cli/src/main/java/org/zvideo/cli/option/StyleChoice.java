package org.zvideo.cli.option;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.BiFunction;
import org.zvideo.core.error.Usage;
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
}
