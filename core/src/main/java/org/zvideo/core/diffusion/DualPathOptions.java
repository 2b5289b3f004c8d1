package org.zvideo.core.diffusion;

import java.util.List;
import org.zvideo.core.attention.Arrangement;
import org.zvideo.core.attention.InterFrameAttention.Source;
import org.zvideo.core.attention.LayerRange;
import org.zvideo.core.attention.StepRange;
import org.zvideo.core.guidance.EnergyOptions;
import org.zvideo.core.guidance.Sain;

/**
 * The method's settings, each as METHOD.md names it.
 *
 * @param steps         T
 * @param arrangement   of the attention
 * @param addWeight     λ' of {@code ADD}
 * @param layers        that are edited
 * @param styleSteps    in which styles act
 * @param sain          mode of the noise adjustment
 * @param attend        frames whose K, V replace the content's; empty for none
 * @param attendBalance whether ln(number of content blocks) is subtracted from the content logits
 * @param energy        between frames
 */
public record DualPathOptions(int steps, Arrangement arrangement, double addWeight, LayerRange layers,
                              StepRange styleSteps, Sain.Mode sain, List<Source> attend, boolean attendBalance,
                              EnergyOptions energy) {
    public DualPathOptions {
        attend = List.copyOf(attend);
    }

    /** Whether frames need anything of the frames before them. */
    public boolean temporal() {
        return !attend.isEmpty() || energy.gradient() != EnergyOptions.Gradient.NONE;
    }
}
