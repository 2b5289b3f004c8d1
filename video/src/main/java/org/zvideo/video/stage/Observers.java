package org.zvideo.video.stage;

import org.zvideo.core.image.FrameObserver;

/** Makes the observers of frames. */
@FunctionalInterface
public interface Observers {
    /** Observes nothing. */
    Observers NONE = frame -> FrameObserver.NONE;

    /** The observer of a frame on which the model now works; each frame is asked for once, in their order. */
    FrameObserver of(ShotFrame frame);

    /** The result of a frame was kept by an earlier run, so the model does not work on it. Later frames look at it as usual. */
    default void taken(ShotFrame frame) {}
}
