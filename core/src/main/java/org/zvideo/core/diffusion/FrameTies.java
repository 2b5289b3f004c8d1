package org.zvideo.core.diffusion;

import java.util.List;
import org.zvideo.core.edit.InterFrameAttention.Source;
import org.zvideo.core.guidance.EnergyOptions;

/**
 * What ties a frame to the frames before it in its shot (METHOD.md §7).
 *
 * @param attend  the frames whose keys and values replace the content's (Eq. 18); empty for none
 * @param balance whether ln(number of content blocks) is subtracted from the content logits
 * @param energy  the energy between neighboring frames (Eq. 19)
 */
public record FrameTies(List<Source> attend, boolean balance, EnergyOptions energy) {
    /** Each frame stands alone. */
    public static final FrameTies NONE = new FrameTies(List.of(), true, EnergyOptions.OFF);

    public FrameTies {
        attend = List.copyOf(attend);
    }

    /** Whether a frame needs anything of the frames before it. */
    public boolean any() {
        return !attend.isEmpty() || energy.gradient() != EnergyOptions.Gradient.NONE;
    }

    public FrameTies withEnergy(EnergyOptions other) {
        return new FrameTies(attend, balance, other);
    }
}
