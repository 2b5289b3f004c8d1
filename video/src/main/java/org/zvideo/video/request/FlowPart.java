package org.zvideo.video.request;

/** A part of what holds frames together along the motion of the source ({@code docs/consistency.md}). */
public enum FlowPart {
    /** Frames attend to the first frame of their shot and to themselves. */
    ATTENTION,
    /** Tone and palette are carried along the motion from result to result. */
    CARRY,
    /** The light of the results follows the film's. */
    LIGHT,
    /** Results of ten frames ago are carried as well. */
    LONG_RANGE,
    /** The energy between frames (Eq. 19) compares what the motion brings together. */
    ENERGY
}
