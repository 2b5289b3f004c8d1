package org.zvideo.core;

/** Settings for how much work a frame may be; chosen by measurement (docs/speed.md). */
public enum Preset {
    /** The paper: all of it on every frame. */
    QUALITY(30, 1, 1),
    /** The paper's steps on every fourth frame, the coarse levels in every second step. */
    BALANCED(30, 4, 2),
    /** 25 steps on every sixth frame, the coarse levels in every third step. */
    DRAFT(25, 6, 3);

    private final int steps;
    private final int every;
    private final int deepInterval;

    Preset(int steps, int every, int deepInterval) {
        this.steps = steps;
        this.every = every;
        this.deepInterval = deepInterval;
    }

    /** Denoising steps T. */
    public int steps() {
        return steps;
    }

    /** Every how many frames the model runs; those between follow the motion. */
    public int every() {
        return every;
    }

    /** In every how many-th step the U-Net's coarse levels are computed. */
    public int deepInterval() {
        return deepInterval;
    }
}
