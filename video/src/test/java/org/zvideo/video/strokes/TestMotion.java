package org.zvideo.video.strokes;

import org.zvideo.core.image.RgbImage;
import org.zvideo.video.flow.FlowWarp;

/** Motion for tests. */
public final class TestMotion {
    private TestMotion() {}

    /** The motion between two frames. */
    public static Motion between(RgbImage frame, RgbImage earlier) {
        try (FlowWarp warp = FlowWarp.between(frame, earlier)) {
            return Motion.of(warp, frame, earlier);
        }
    }
}
