package org.zvideo.core.image;

/** Receives what happens inside a frame, in plain Java: for progress, cancellation and dumps. */
public interface FrameObserver {
    /** Observes nothing. */
    FrameObserver NONE = new FrameObserver() {};

    /**
     * A run of the U-Net is done. Throwing ends the frame; the shot stays usable only for closing.
     *
     * @param done  runs of this frame so far
     * @param total runs that this frame needs: twice the steps while it is prepared, then three times if masks leave
     *              something unstyled
     */
    default void progress(int done, int total) {}

    /**
     * The work in hand is done again; what was told of it before does not count.
     *
     * @param why and how, in one line
     */
    default void retried(String why) {}

    /**
     * Something is done otherwise than the picture suggests.
     *
     * @param what in one line
     */
    default void noted(String what) {}

    /**
     * The frame is done.
     *
     * @param energy          mean energy E before the updates of its steps; NaN where none acted
     * @param styleDifference Eq. 14 at the last step in which styles act, mean over the styles; NaN without style
     */
    default void measured(double energy, double styleDifference) {}

    /** Whether the calls below are wanted: they decode a picture per step and cost a second softmax per layer. */
    default boolean wantsDetails() {
        return false;
    }

    /** The inverted noise traj[T], row-major [C, h, w]. */
    default void invertedNoise(int channels, int height, int width, float[] values) {}

    /**
     * A denoising step's predicted x̂₀, decoded, and its energy before the update (0 where it does not act).
     */
    default void step(int step, RgbImage predictedOriginal, double energy) {}

    /** Where the frame looks in the first edited layer of a step in which styles act by Eq. 10/11. */
    default void attention(AttentionMap map) {}

    /** The styles' share 0…1 of the attention in an edited layer and step. */
    default void styleMass(int layer, int step, double share) {}
}
