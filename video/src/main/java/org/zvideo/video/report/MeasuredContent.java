package org.zvideo.video.report;

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
    /** As a network measures it, which has to live as long. */
    public static MeasuredContent by(Fidelity network) {
        return new MeasuredContent(network.contentName(), network::content);
    }
}
