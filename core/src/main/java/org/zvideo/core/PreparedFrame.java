package org.zvideo.core;

import org.zvideo.core.diffusion.Trajectory;
import org.zvideo.core.image.FrameGeometry;
import org.zvideo.core.image.FrameObserver;
import org.zvideo.core.image.RgbImage;

/**
 * A frame, encoded and inverted: half of its work, and the half that needs no other frame. Made by {@link Shot#prepare},
 * used up by {@link Shot#next(PreparedFrame, java.util.List, FrameObserver)}. Holds native memory until closed.
 */
public final class PreparedFrame implements AutoCloseable {
    private final RgbImage source;
    private final FrameGeometry size;
    private final Trajectory inversion;

    PreparedFrame(RgbImage source, FrameGeometry size, Trajectory inversion) {
        this.source = source;
        this.size = size;
        this.inversion = inversion;
    }

    RgbImage source() {
        return source;
    }

    FrameGeometry size() {
        return size;
    }

    Trajectory inversion() {
        return inversion;
    }

    @Override
    public void close() {
        inversion.close();
    }
}
