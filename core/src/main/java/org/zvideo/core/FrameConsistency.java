package org.zvideo.core;

/** How frames of a shot are held together. */
public enum FrameConsistency {
    /** Each frame alone. */
    NONE,
    /** Inter-frame attention (Eq. 18). */
    ATTENTION,
    /** Inter-frame attention and the energy between frames (Eq. 18 and 19). */
    FULL
}
