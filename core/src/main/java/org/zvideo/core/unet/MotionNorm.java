package org.zvideo.core.unet;

/** Over what a motion module normalizes its groups of channels before it looks across frames. */
public enum MotionNorm {
    /** Over one frame, as AnimateDiff's own code does and its weights were trained. */
    FRAME,
    /** Over all frames of the window, as the diffusers library does. */
    CLIP
}
