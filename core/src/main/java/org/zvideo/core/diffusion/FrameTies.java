package org.zvideo.core.diffusion;

import java.util.List;
import org.zvideo.core.edit.InterFrameAttention.Source;
import org.zvideo.core.guidance.EnergyOptions;

/**
 * What ties a frame to the frames before it in its shot (METHOD.md §7).
 *
 * @param attend    the frames whose keys and values replace the content's (Eq. 18); empty for none
 * @param balance   whether ln(number of content blocks) is subtracted from the content logits
 * @param energy    the energy between neighboring frames (Eq. 19)
 * @param heldNoise whether SAIN takes w and μ_c from the shot's anchor instead of from each frame (zvideo's own)
 * @param runaway   what is done with a frame that runs away from those before it
 */
public record FrameTies(
        List<Source> attend, boolean balance, EnergyOptions energy, boolean heldNoise, Runaway runaway) {
    /** Each frame stands alone. */
    public static final FrameTies NONE = new FrameTies(List.of(), true, EnergyOptions.OFF);

    /** What is done with a frame whose result is far from those before it, because what it attends to has fed back. */
    public enum Runaway {
        /** It is computed again and attends to nothing but itself. */
        REDONE,
        /** It stays, as in the paper, and the observer is told. */
        NAMED
    }

    public FrameTies {
        attend = List.copyOf(attend);
    }

    /** Each frame's own noise; a frame that runs away is redone. */
    public FrameTies(List<Source> attend, boolean balance, EnergyOptions energy) {
        this(attend, balance, energy, false, Runaway.REDONE);
    }

    /** Whether a frame needs anything of the frames before it. */
    public boolean any() {
        return !attend.isEmpty() || energy.gradient() != EnergyOptions.Gradient.NONE;
    }

    /** Whether a frame attends to any other. */
    public boolean toOthers() {
        return attend.contains(Source.FIRST) || attend.contains(Source.PREVIOUS);
    }

    /** Whether a frame needs anything of the one right before it. */
    public boolean toPrevious() {
        return attend.contains(Source.PREVIOUS) || energy.gradient() != EnergyOptions.Gradient.NONE;
    }

    public FrameTies withAttend(List<Source> other) {
        return new FrameTies(other, balance, energy, heldNoise, runaway);
    }

    public FrameTies withEnergy(EnergyOptions other) {
        return new FrameTies(attend, balance, other, heldNoise, runaway);
    }
}
