package org.zvideo.core;

import java.util.Optional;

/**
 * How a frame stands to the others of its shot: the part that it plays for those after it, and how it follows those before.
 *
 * @param anchor   whether later frames look at this one where they would look at frame 0, and keep its adjustment of the
 *                 noise where that is held. The first frame of a shot is its anchor whatever this says
 * @param previous whether the next frame may look at this one as frame i−1; where it may not, as after a flash, it looks at
 *                 the newest one that may. An anchor may always be looked at
 * @param ownNoise whether SAIN takes w and μ_c from this frame although the shot holds those of its anchor
 * @param motion   how it moved since the frame that it looks at as frame i−1. The energy pulls it toward what moved along
 *                 with it, as far as the motion is trusted; where this is empty, toward what was in the same place
 */
public record FrameRole(boolean anchor, boolean previous, boolean ownNoise, Optional<Displacement> motion) {
    /** A frame like any other: the next one looks at it, and the first one stays the anchor. */
    public static final FrameRole USUAL = new FrameRole(false, true, false);

    /** No motion is known. */
    public FrameRole(boolean anchor, boolean previous, boolean ownNoise) {
        this(anchor, previous, ownNoise, Optional.empty());
    }

    /** The same where the motion is known. */
    public FrameRole along(Displacement known) {
        return new FrameRole(anchor, previous, ownNoise, Optional.of(known));
    }
}
