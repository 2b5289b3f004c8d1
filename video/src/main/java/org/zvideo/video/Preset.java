package org.zvideo.video;

/** Settings for how much work a frame may be; chosen by measurement (docs/speed.md). */
public enum Preset {
    /** The paper's steps, every frame. */
    QUALITY(30, 1),
    /** The paper's steps, every fourth frame. */
    BALANCED(30, 4),
    /** Two thirds of the steps, every sixth frame. */
    DRAFT(20, 6);

    private final int steps;
    private final int every;

    Preset(int steps, int every) {
        this.steps = steps;
        this.every = every;
    }

    /** Denoising steps T. */
    public int steps() {
        return steps;
    }

    /** Every how many frames the model runs; those between follow the motion. */
    public int every() {
        return every;
    }
}
