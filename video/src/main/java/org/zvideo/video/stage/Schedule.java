package org.zvideo.video.stage;

/** When the model works on a frame. */
public enum Schedule {
    /** All of it when the frame comes, on the caller's thread. */
    IN_TURN,
    /** The first half on a second thread, while the frame before it is stylized: its result then comes a frame later. */
    LOOKAHEAD
}
