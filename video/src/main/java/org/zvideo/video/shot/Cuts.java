package org.zvideo.video.shot;

import java.util.Optional;
import org.zvideo.core.image.RgbImage;

/** Says which frames begin a new shot. */
@FunctionalInterface
public interface Cuts {
    /** All frames are one shot. */
    Cuts NONE = (index, seconds, frame, next) -> false;

    /**
     * Whether a frame begins a new shot. Asked once for every frame, in order.
     *
     * @param index   of the frame, 0 for the first, which begins one anyway
     * @param seconds its time in the source
     * @param next    the frame after it; empty at the end
     */
    boolean at(long index, double seconds, RgbImage frame, Optional<RgbImage> next);
}
