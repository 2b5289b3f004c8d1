package org.zvideo.core;

/**
 * The part that a frame plays for the frames after it in its shot, and whether it follows their light.
 *
 * @param anchor   whether later frames look at this one where they would look at frame 0, and keep its adjustment of the
 *                 noise where that is held. The first frame of a shot is its anchor whatever this says
 * @param previous whether the next frame may look at this one as frame i−1; where it may not, as after a flash, it looks at
 *                 the newest one that may. An anchor may always be looked at
 * @param ownNoise whether SAIN takes w and μ_c from this frame although the shot holds those of its anchor
 */
public record FrameRole(boolean anchor, boolean previous, boolean ownNoise) {
    /** A frame like any other: the next one looks at it, and the first one stays the anchor. */
    public static final FrameRole USUAL = new FrameRole(false, true, false);
}
