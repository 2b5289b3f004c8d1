package org.zvideo.video.report;

import java.util.Optional;
import org.zvideo.video.flow.FilmMotions;
import org.zvideo.video.flow.FlowWarp;
import org.zvideo.video.flow.OpticalFlow;
import org.zvideo.video.flow.ResizedMotion;

/**
 * The motion of the source, at its size, along which results are measured.
 *
 * @param film motions that others may have found already; empty if nobody else looks for any
 */
record SourceMotion(Optional<FilmMotions> film) {
    /** The motion from one frame to another, which the caller closes. */
    FlowWarp between(PastPair frame, PastPair earlier, OpticalFlow.Kind kind) {
        int width = frame.source().width();
        int height = frame.source().height();
        try (FlowWarp found = film.filter(motions -> kind == OpticalFlow.Kind.DIS)
                .map(motions -> motions.between(
                        frame.number(), earlier.number(), width, height, () -> searched(frame, earlier, kind)))
                .orElseGet(() -> searched(frame, earlier, kind))) {
            return ResizedMotion.of(found, width, height);
        }
    }

    private static FlowWarp searched(PastPair frame, PastPair earlier, OpticalFlow.Kind kind) {
        return FlowWarp.searched(frame.gray(), earlier.gray(), kind);
    }
}
