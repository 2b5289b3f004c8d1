package org.zvideo.video.report;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.zvideo.video.flow.OpticalFlow;

/**
 * The motion of the source along which a result is measured.
 *
 * @param kind  of the flow that all measures follow
 * @param other another kind, for the warped error along it, so that nobody has to believe a method that was measured by its own
 *              flow; empty for none
 */
public record MeasuredFlow(OpticalFlow.Kind kind, Optional<OpticalFlow.Kind> other) {
    /** What METHOD.md §8 says. */
    public static final MeasuredFlow DEFAULT = new MeasuredFlow(OpticalFlow.Kind.DIS, Optional.empty());

    public MeasuredFlow {
        if (other.filter(kind::equals).isPresent()) {
            throw new IllegalArgumentException(
                    "flow " + name(kind) + " twice: the second one has to be of another kind");
        }
    }

    /**
     * One name, or two with a comma between them.
     *
     * @throws IllegalArgumentException for anything else
     */
    public static MeasuredFlow parse(String text) {
        List<OpticalFlow.Kind> kinds = Arrays.stream(text.split(",", -1))
                .map(name -> named(text, name))
                .toList();
        if (kinds.size() > 2) {
            throw unknown(text);
        }
        return new MeasuredFlow(kinds.get(0), kinds.stream().skip(1).findFirst());
    }

    private static OpticalFlow.Kind named(String text, String name) {
        return Arrays.stream(OpticalFlow.Kind.values())
                .filter(kind -> name(kind).equals(name))
                .findFirst()
                .orElseThrow(() -> unknown(text));
    }

    private static IllegalArgumentException unknown(String text) {
        return new IllegalArgumentException("flow " + text + ": expected "
                + Arrays.stream(OpticalFlow.Kind.values())
                        .map(MeasuredFlow::name)
                        .collect(Collectors.joining(" or "))
                + ", or both with a comma between them");
    }

    /** The same with another kind beside it. */
    public MeasuredFlow withOther() {
        return other.isPresent()
                ? this
                : new MeasuredFlow(
                        kind,
                        Stream.of(OpticalFlow.Kind.values())
                                .filter(one -> one != kind)
                                .findFirst());
    }

    /** As {@link #parse} reads it. */
    public String text() {
        return name(kind) + other.map(second -> "," + name(second)).orElse("");
    }

    private static String name(OpticalFlow.Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }
}
