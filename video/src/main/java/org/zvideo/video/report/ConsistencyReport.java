package org.zvideo.video.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.Locale;
import java.util.Optional;
import org.zvideo.core.metrics.FrameDifference;

/**
 * The consistency of a result: the measures of METHOD.md §8 over all frames. A number is null if there were too few
 * frames for it.
 *
 * @param frames number of measured frames
 * @param source Diff of the source
 * @param result Diff of the result
 * @param excess the result's mean minus the source's
 * @param warpedError mean over the frames, gap 1
 * @param warpedError10 mean over the frames, gap 10
 * @param unwarpedError mean over the frames, gap 1, without warping
 * @param sourceWarpedError mean warped error of the source, gap 1
 * @param steadiness what blur and a frozen picture do not win
 * @param sharpness mean variance of the Laplacian of the result
 * @param sourceSharpness the same of the source at the result's size
 * @param sharpnessRatio the result's mean sharpness over the source's; null if the source is flat
 * @param style how near the result is to its styles; null if none is known
 * @param content how far the result is from its content; null if it was not measured
 * @param baselines what copies of the source would score; null if they were not measured
 * @param secondsPerFrame mean seconds that a frame took
 * @param energy mean energy over the frames that have one
 * @param styleDifference mean style difference over the frames that have one
 * @param strokesKept mean share of kept strokes over the frames that have strokes
 * @param strokeCost mean cost of strokes over the frames that have strokes
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ConsistencyReport(
        long frames,
        Diff source,
        Diff result,
        Double excess,
        Double warpedError,
        Double warpedError10,
        Double unwarpedError,
        Double sourceWarpedError,
        @JsonUnwrapped Steadiness steadiness,
        Double sharpness,
        Double sourceSharpness,
        Double sharpnessRatio,
        Style style,
        Content content,
        Baseline.Rows baselines,
        Double secondsPerFrame,
        Double energy,
        Double styleDifference,
        Double strokesKept,
        Double strokeCost) {
    /** Below this share of the source's sharpness a result is soft. */
    private static final double SOFT = 0.25;

    /** Mean, population variance and pixel variance of Diff, as fractions of the 8-bit range. */
    public record Diff(double mean, double variance, double pixelVariance) {
        static Diff of(FrameDifference.Summary summary) {
            return summary.pairs() == 0 ? null : new Diff(summary.mean(), summary.variance(), summary.pixelVariance());
        }
    }

    /**
     * The distance from the styles as a share of the source's.
     *
     * @param value mean over the frames that were measured, and over the styles
     * @param frames number of frames that count
     * @param every distance between those frames
     */
    public record Style(double value, int frames, int every) {}

    /**
     * The distance from the content.
     *
     * @param measure its name, {@code L_c} or {@code contentVae}
     * @param value mean over the frames that were measured
     * @param frames number of them: every fifth of each shot
     */
    public record Content(String measure, double value, long frames) {}

    /** The warped error as a share of the source's; null if the source has none. Below 1: steadier than the film. */
    @JsonProperty("warpRatio")
    public Double warpRatio() {
        return ratio(warpedError, sourceWarpedError);
    }

    /** The same over ten frames. */
    @JsonProperty("warpRatio10")
    public Double warpRatio10() {
        return ratio(warpedError10, steadiness.sourceWarpedError10());
    }

    private static Double ratio(Double result, Double source) {
        return result == null || source == null || source == 0 ? null : result / source;
    }

    /** What to know before the other numbers are believed: that a result is much softer than its source. */
    public Optional<String> warning() {
        return sharpnessRatio == null || sharpnessRatio >= SOFT
                ? Optional.empty()
                : Optional.of(String.format(
                        Locale.ROOT,
                        "the result has %.2g %% of the source's sharpness (%.1f of %.1f); blur makes any video steadier, so"
                                + " compare it with the blurred source in the report",
                        100 * sharpnessRatio,
                        sharpness,
                        sourceSharpness));
    }
}
