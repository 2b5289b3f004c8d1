package org.zvideo.core.diffusion;

import org.zvideo.core.edit.Arrangement;
import org.zvideo.core.guidance.Sain;

/**
 * The settings of the method. METHOD.md defines each of them.
 *
 * @param steps  T, the number of denoising steps
 * @param edit   how styles enter a frame
 * @param ties   what ties a frame to the frames before it
 * @param beyond settings that the paper does not have
 */
public record DualPathOptions(int steps, StyleEdit edit, FrameTies ties, Beyond beyond) {
    public DualPathOptions {
        int listed = beyond.timesteps().listed().size();
        if (listed != 0 && listed != steps) {
            throw new IllegalArgumentException(
                    "steps " + steps + ": " + listed + " timesteps are listed; give one or the other");
        }
        if (beyond.inversionSteps().orElse(steps) < steps) {
            throw new IllegalArgumentException("inversion steps "
                    + beyond.inversionSteps().getAsInt() + ": expected at least the " + steps + " of denoising");
        }
    }

    /** Steps of an inversion: T or more. */
    public int inversionSteps() {
        return beyond.inversionSteps().orElse(steps);
    }

    public DualPathOptions withEdit(StyleEdit other) {
        return new DualPathOptions(steps, other, ties, beyond);
    }

    public DualPathOptions withTies(FrameTies other) {
        return new DualPathOptions(steps, edit, other, beyond);
    }

    public DualPathOptions withBeyond(Beyond other) {
        return new DualPathOptions(steps, edit, ties, other);
    }

    /** No style and no tie between frames: what inversion and denoising alone make of the content. */
    public DualPathOptions reconstruction() {
        return withEdit(edit.withArrangement(Arrangement.NONE).withSain(Sain.Mode.NONE))
                .withTies(FrameTies.NONE);
    }
}
