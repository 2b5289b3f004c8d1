package org.zvideo.core;

/** Settings for how much work a frame may be; chosen by measurement (docs/speed.md). */
public enum Preset {
    /** All steps on every frame, everything computed in each of them. */
    QUALITY(30, 1, 1),
    /** All steps on every fourth frame, the coarse levels in every second step. */
    BALANCED(30, 4, 2),
    /** 25 steps on every sixth frame, the coarse levels in every third step. */
    DRAFT(25, 6, 3);

    private final int steps;
    private final int every;
    private final int coarseInterval;

    Preset(int steps, int every, int coarseInterval) {
        this.steps = steps;
        this.every = every;
        this.coarseInterval = coarseInterval;
    }

    /** Denoising steps T. */
    public int steps() {
        return steps;
    }

    /** K: the model runs on every K-th frame, and the frames between follow the motion. */
    public int every() {
        return every;
    }

    /** K: the U-Net's coarse levels are computed in every K-th step. */
    public int coarseInterval() {
        return coarseInterval;
    }
}
