package org.zvideo.core.diffusion;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Which timesteps a run takes.
 *
 * @param spacing how they are spread; empty for the way of the model's scheduler, or if they are listed
 * @param listed  each of them, the noisiest first; empty if they are spread
 */
public record TimestepChoice(Optional<TimestepSpacing> spacing, List<Integer> listed) {
    /** As the model's scheduler has them. */
    public static final TimestepChoice MODELS = new TimestepChoice(Optional.empty(), List.of());

    private static final int MOST_DIGITS = 6;

    public TimestepChoice {
        listed = List.copyOf(listed);
        if (spacing.isPresent() && !listed.isEmpty()) {
            throw new IllegalArgumentException("timesteps: expected a spacing or a list, got both");
        }
        for (int n = 0; n < listed.size(); n++) {
            if (listed.get(n) < 0 || n > 0 && listed.get(n) >= listed.get(n - 1)) {
                throw new IllegalArgumentException("timesteps " + text(listed) + ": expected each to be 0 or more and"
                        + " less than the one before it, like 999,749,499,249");
            }
        }
    }

    /** Spread in this way. */
    public static TimestepChoice of(TimestepSpacing spacing) {
        return new TimestepChoice(Optional.of(spacing), List.of());
    }

    /** Exactly these, the noisiest first. */
    public static TimestepChoice of(List<Integer> listed) {
        return new TimestepChoice(Optional.empty(), listed);
    }

    /**
     * Reads {@code leading}, {@code trailing} or a list like {@code 999,749,499,249}.
     *
     * @throws IllegalArgumentException for anything else
     */
    public static TimestepChoice parse(String text) {
        for (TimestepSpacing spacing : TimestepSpacing.values()) {
            if (text.strip().toLowerCase(Locale.ROOT).equals(spacing.name().toLowerCase(Locale.ROOT))) {
                return of(spacing);
            }
        }
        List<Integer> listed = new ArrayList<>();
        for (String one : text.split(",", -1)) {
            String number = one.strip();
            if (!number.matches("\\d{1," + MOST_DIGITS + "}")) {
                throw new IllegalArgumentException(
                        "timesteps '" + text + "': expected leading, trailing, or a falling list like 999,749,499,249");
            }
            listed.add(Integer.parseInt(number));
        }
        return of(listed);
    }

    /** What {@link #parse} reads; empty for the way of the model's scheduler. */
    public Optional<String> text() {
        return listed.isEmpty() ? spacing.map(way -> way.name().toLowerCase(Locale.ROOT)) : Optional.of(text(listed));
    }

    private static String text(List<Integer> listed) {
        return listed.stream().map(String::valueOf).collect(Collectors.joining(","));
    }
}
