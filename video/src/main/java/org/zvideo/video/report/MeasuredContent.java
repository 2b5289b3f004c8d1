package org.zvideo.video.report;

import java.util.Optional;
import java.util.function.ToDoubleBiFunction;
import org.zvideo.core.Fidelity;
import org.zvideo.core.image.RgbImage;

/**
 * A distance between a result and its content, which needs a network.
 *
 * @param name     of the measure, {@code L_c} or {@code contentVae}
 * @param distance of a result from the content of the same size
 */
public record MeasuredContent(String name, ToDoubleBiFunction<RgbImage, RgbImage> distance) {
    /** As a network measures it, which has to live as long; nothing for one that has no measure. */
    public static Optional<MeasuredContent> by(Fidelity network) {
        return network.contentName().map(name -> new MeasuredContent(name, network::content));
    }
}
