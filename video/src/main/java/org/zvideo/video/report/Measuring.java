package org.zvideo.video.report;

import java.util.List;
import java.util.Optional;
import org.zvideo.core.image.RgbImage;
import org.zvideo.video.flow.FilmMotions;

/**
 * By what a result is measured.
 *
 * @param flow    the motion along which
 * @param styles  what the result is compared with
 * @param content the distance from the content; empty without a network
 * @param motions of the source, which others may have found already; its frames have the numbers of the result's
 */
public record Measuring(
        MeasuredFlow flow, MeasuredStyles styles, Optional<MeasuredContent> content, Optional<FilmMotions> motions) {
    /** What needs nothing but source and result. */
    public static final Measuring DEFAULT =
            new Measuring(MeasuredFlow.DEFAULT, MeasuredStyles.NONE, Optional.empty(), Optional.empty());

    /** The same with the styles of the result, which act from its first frame to its last. */
    public Measuring withStyles(List<RgbImage> known) {
        return withStyles(MeasuredStyles.always(known));
    }

    /** The same with the styles of the result. */
    public Measuring withStyles(MeasuredStyles known) {
        return new Measuring(flow, known, content, motions);
    }

    /** The same with a distance from the content. */
    public Measuring withContent(MeasuredContent measure) {
        return withContent(Optional.of(measure));
    }

    /** The same with a distance from the content, or none. */
    public Measuring withContent(Optional<MeasuredContent> measure) {
        return new Measuring(flow, styles, measure, motions);
    }

    /** The same along another motion. */
    public Measuring along(MeasuredFlow other) {
        return new Measuring(other, styles, content, motions);
    }

    /** The same with motions of the source that others may have found already. */
    public Measuring sharing(FilmMotions others) {
        return new Measuring(flow, styles, content, Optional.of(others));
    }
}
