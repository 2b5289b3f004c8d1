package org.zvideo.core;

/** Settings for how much work a frame may be; chosen by measurement (docs/speed.md). */
public enum Preset {
    /** All steps on every frame, everything computed in each of them. */
    QUALITY(30, 1, 1, 1),
    /** All steps on every fourth frame, the coarse levels and the noise of the inversion in every second step. */
    BALANCED(30, 4, 2, 2),
    /** 25 steps on every sixth frame, the coarse levels in every third step, the noise of the inversion in every second. */
    DRAFT(25, 6, 3, 2);

    private final int steps;
    private final int every;
    private final int coarseInterval;
    private final int inversionInterval;

    Preset(int steps, int every, int coarseInterval, int inversionInterval) {
        this.steps = steps;
        this.every = every;
        this.coarseInterval = coarseInterval;
        this.inversionInterval = inversionInterval;
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

    /** N: a frame's inversion computes its noise in every N-th step. */
    public int inversionInterval() {
        return inversionInterval;
    }
}
