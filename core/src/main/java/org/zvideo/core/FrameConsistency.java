package org.zvideo.core;

/** What keeps the frames of a shot consistent. */
public enum FrameConsistency {
    /** Nothing: each frame is stylized alone. */
    NONE,
    /** Inter-frame attention (Eq. 18). */
    ATTENTION,
    /** Inter-frame attention and the energy between frames (Eq. 18 and 19), whose pull is bounded. */
    FULL,
    /** Inter-frame attention and the energy between frames, literally: unbounded, in every step, through the U-Net. */
    PAPER,
    /**
     * Attention to the shot's anchor and to the frame itself, with the anchor's adjustment of the noise. What carries
     * pictures from frame to frame follows the model.
     */
    FLOW
}
