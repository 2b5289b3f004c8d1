package org.zvideo.video;

/** Settings for how much work a frame may be; chosen by measurement (docs/speed.md). */
public enum Preset {
    /** The paper's steps, every frame. */
    QUALITY(30, 1),
    /** Half the steps, every second frame. */
    BALANCED(15, 2),
    /** A third of the steps, every sixth frame. */
    DRAFT(10, 6);

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
