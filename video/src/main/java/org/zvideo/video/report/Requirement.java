package org.zvideo.video.report;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A bound on a measure of a whole video, like {@code warp<0.03}.
 *
 * @param measure its name, in lower case
 * @param less whether values below the limit are good
 * @param equal whether the limit itself is good
 */
public record Requirement(String measure, boolean less, boolean equal, double limit) {
    private static final Pattern FORM =
            Pattern.compile("\\s*([a-z0-9]+)\\s*([<>])(=?)\\s*(-?\\d{1,9}(?:\\.\\d{1,9})?)\\s*");
    private static final String FEW = "too few frames to measure it";
    private static final Map<String, Measure> MEASURES = new TreeMap<>();

    /** What a measure needs beside source and result. */
    public enum Need {
        STYLE("no style to compare with"),
        REFERENCE("no result without ties to compare with"),
        CONTENT("no network to measure it with"),
        OTHER_FLOW("no other flow to measure it along");

        private final String missing;

        Need(String missing) {
            this.missing = missing;
        }

        /** Why a measure could not be taken. */
        public String missing() {
            return missing;
        }
    }

    /**
     * A measure.
     *
     * @param value null if it could not be taken
     * @param missing why it could not be taken
     */
    private record Measure(Function<ConsistencyReport, Double> value, String missing, Optional<Need> need) {}

    static {
        of(FEW, report -> report.result() == null ? null : report.result().mean(), "diff");
        of(FEW, report -> report.result() == null ? null : report.result().variance(), "variance");
        of(FEW, ConsistencyReport::excess, "excess");
        of(FEW, ConsistencyReport::warpedError, "warp", "warpederror");
        of(FEW, ConsistencyReport::warpedError10, "warp10", "warpederror10");
        of("too few frames, or a source without any error", ConsistencyReport::warpRatio, "warpratio");
        of("too few frames, or a source without any error", ConsistencyReport::warpRatio10, "warpratio10");
        of(FEW, ConsistencyReport::sharpness, "sharpness");
        of("the source is flat", ConsistencyReport::sharpnessRatio, "sharpnessratio");
        of("nothing moves", report -> report.steadiness().motion(), "motion");
        of("nothing stands still", report -> report.steadiness().flicker(), "flicker");
        of(Need.OTHER_FLOW, report -> report.steadiness().warpedErrorOther(), "warpederrorother");
        of(Need.REFERENCE, report -> report.steadiness().ghost(), "ghost");
        of(Need.REFERENCE, report -> report.steadiness().sharpnessRatioNone(), "sharpnessrationone");
        of(Need.STYLE, report -> report.style() == null ? null : report.style().value(), "style");
        of(
                Need.CONTENT,
                report -> report.content() == null ? null : report.content().value(),
                "content");
    }

    private static void of(String missing, Function<ConsistencyReport, Double> value, String... names) {
        Arrays.stream(names).forEach(name -> MEASURES.put(name, new Measure(value, missing, Optional.empty())));
    }

    private static void of(Need need, Function<ConsistencyReport, Double> value, String name) {
        MEASURES.put(name, new Measure(value, need.missing(), Optional.of(need)));
    }

    /** What has to be known beside source and result for the bound to be judged. */
    public Optional<Need> need() {
        return MEASURES.get(measure).need();
    }

    /**
     * Parses a bound; the names of measures are read in any case.
     *
     * @throws IllegalArgumentException if it has another form or the measure is unknown
     */
    public static Requirement parse(String text) {
        Matcher form = FORM.matcher(text.toLowerCase(Locale.ROOT));
        if (!form.matches() || !MEASURES.containsKey(form.group(1))) {
            throw new IllegalArgumentException("requirement " + text + ": expected a bound like warp<0.03, on "
                    + String.join(", ", MEASURES.keySet()));
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
