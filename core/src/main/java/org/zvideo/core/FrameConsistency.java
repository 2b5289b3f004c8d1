package org.zvideo.core;

/** What keeps the frames of a shot consistent. */
public enum FrameConsistency {
    /** Nothing: each frame is stylized alone. */
    NONE,
    /** Inter-frame attention (Eq. 18). */
    ATTENTION,
    /** Inter-frame attention and the energy between frames (Eq. 18 and 19). */
    FULL
}
