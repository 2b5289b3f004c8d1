package org.zvideo.video.job;

import java.util.Optional;
import java.util.function.Function;
import org.zvideo.core.StyleTransfer;
import org.zvideo.core.image.FrameGeometry;
import org.zvideo.core.image.RgbImage;
import org.zvideo.video.flow.Transport;
import org.zvideo.video.request.FlowPart;
import org.zvideo.video.request.FrameTieRequest;

/**
 * What holds the frames of a shot together outside the model.
 *
 * @param evenLight whether the light of results follows the film's
 * @param transport how results are carried from frame to frame; empty if they are not
 * @param longRange whether results of ten frames ago are carried as well
 * @param aligned   the size of a frame inside the model, where the energy between frames follows the motion; empty where it
 *                  does not, or where there is no model
 */
record Steadying(
        boolean evenLight,
        Optional<Transport> transport,
        boolean longRange,
        Optional<Function<RgbImage, FrameGeometry>> aligned) {
    /** Nothing does. */
    static final Steadying NONE = new Steadying(false, Optional.empty(), false, Optional.empty());

    /** What was chosen. */
    static Steadying of(FrameTieRequest ties) {
        return new Steadying(
                ties.evenLight(), ties.transport(), ties.flow().does(FlowPart.LONG_RANGE), Optional.empty());
    }

    /** The same with a model. */
    static Steadying of(FrameTieRequest ties, StyleTransfer transfer) {
        Steadying without = of(ties);
        return ties.alongMotion()
                ? new Steadying(
                        without.evenLight,
                        without.transport,
                        without.longRange,
                        Optional.of(image -> transfer.geometry(image.width(), image.height())))
                : without;
    }
}
