package org.zvideo.video.report;

import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A bound on a measure of a whole video, like {@code warp<0.03}.
 *
 * @param measure one of diff, variance, excess, warp, warp10, sharpness, sharpnessratio, style
 * @param less whether values below the limit are good
 * @param equal whether the limit itself is good
 */
public record Requirement(String measure, boolean less, boolean equal, double limit) {
    private static final Pattern FORM =
            Pattern.compile("\\s*([a-z0-9]+)\\s*([<>])(=?)\\s*(-?\\d{1,9}(?:\\.\\d{1,9})?)\\s*");
    private static final String STYLE = "style";
    private static final String FEW = "too few frames to measure it";
    private static final Map<String, Measure> MEASURES = Map.of(
            "diff",
            new Measure(
                    report -> report.result() == null ? null : report.result().mean(), FEW),
            "variance",
            new Measure(
                    report -> report.result() == null ? null : report.result().variance(), FEW),
            "excess",
            new Measure(ConsistencyReport::excess, FEW),
            "warp",
            new Measure(ConsistencyReport::warpedError, FEW),
            "warp10",
            new Measure(ConsistencyReport::warpedError10, FEW),
            "sharpness",
            new Measure(ConsistencyReport::sharpness, FEW),
            "sharpnessratio",
            new Measure(ConsistencyReport::sharpnessRatio, "the source is flat"),
            STYLE,
            new Measure(report -> report.style() == null ? null : report.style().value(), "no style to compare with"));

    /**
     * A measure.
     *
     * @param value null if it could not be taken
     * @param missing why it could not be taken
     */
    private record Measure(Function<ConsistencyReport, Double> value, String missing) {}

    /** Whether the bound can be judged only where the style pictures are known. */
    public boolean needsStyle() {
        return measure.equals(STYLE);
    }

    /**
     * Parses a bound.
     *
     * @throws IllegalArgumentException if it has another form or the measure is unknown
     */
    public static Requirement parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches() || !MEASURES.containsKey(form.group(1))) {
            throw new IllegalArgumentException("requirement " + text + ": expected a bound like warp<0.03, on "
                    + MEASURES.keySet().stream().sorted().collect(Collectors.joining(", ")));
        }
        return new Requirement(
                form.group(1), form.group(2).equals("<"), !form.group(3).isEmpty(), Double.parseDouble(form.group(4)));
    }

    /** Whether a video meets the bound. A measure that could not be taken does not. */
    public boolean isMet(ConsistencyReport report) {
        Double value = MEASURES.get(measure).value().apply(report);
        return value != null && (equal && value == limit || (less ? value < limit : value > limit));
    }

    /** The bound and the measured value, in one line. */
    public String resultLine(ConsistencyReport report) {
        Double value = MEASURES.get(measure).value().apply(report);
        return this
                + (isMet(report) ? " holds: " : " does not hold: ")
                + (value == null ? MEASURES.get(measure).missing() : String.format(Locale.ROOT, "%.6g", value));
    }

    @Override
    public String toString() {
        return measure + (less ? "<" : ">") + (equal ? "=" : "") + limit;
    }
}
