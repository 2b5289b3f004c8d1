package org.zvideo.video.report;

import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * All that is measured on one frame, apart from how it was made: whoever adds up these values in the order of the film gets the
 * measures of the film, wherever each frame was measured.
 *
 * @param result       the result
 * @param source       the source at the result's size
 * @param blurred      the blurred source; null if it is not measured
 * @param unwarped     error of the result without warping, gap 1; null for the first frame of a shot
 * @param other        warped error along a flow of another kind; null where it is not measured
 * @param reference    the reference beside it; null without one
 * @param style        distance from the styles; null where it is not measured
 * @param content      distance from the content; null where it is not measured
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record MeasuredFrame(
        TrackFrame result,
        TrackFrame source,
        Blurred blurred,
        Double unwarped,
        Double other,
        Reference reference,
        Style style,
        Content content) {
    /**
     * The source, blurred to the sharpness of the result.
     *
     * @param sigma of the blur, in pixels
     * @param frame what was measured on it
     */
    public record Blurred(double sigma, TrackFrame frame) {}

    /**
     * The frame of a result in which nothing ties frames together.
     *
     * @param sharpness variance of its Laplacian
     * @param looked    whether hidden pixels were looked for
     * @param ghost     what the result shows of them; null where hardly any pixel was hidden
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Reference(double sharpness, boolean looked, Double ghost) {}

    /**
     * Distances from the styles as shares of the source's.
     *
     * @param result  of the result; null if no style counts
     * @param blurred of the blurred source; null if that is not measured
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Style(Double result, Double blurred) {}

    /**
     * A distance from the content.
     *
     * @param measure its name
     */
    public record Content(String measure, double distance) {}
}
