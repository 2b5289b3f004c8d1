package org.zvideo.core.diffusion;

import java.util.List;
import java.util.Optional;
import org.zvideo.core.edit.Arrangement;
import org.zvideo.core.edit.InterFrameAttention.Source;
import org.zvideo.core.edit.LayerRange;
import org.zvideo.core.edit.StepRange;
import org.zvideo.core.edit.StyleArrangement;
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
 * @param sain          the noise adjustment
 * @param attend        frames whose K, V replace the content's; empty for none
 * @param attendBalance whether ln(number of content blocks) is subtracted from the content logits
 * @param energy        between frames
 * @param contentAnchor 0…1: how far the latent is drawn to the inverted trajectory after each step, as the official Z*
 *                      code does with 0.01; 0 is the paper
 * @param keepUnstyled  whether what belongs to no style's mask follows the unedited path, at the price of T more U-Net
 *                      runs per frame that has such a region; beyond the paper
 * @param deepInterval  in every how many-th step the U-Net's coarse levels are computed anew; 1 is the paper
 */
public record DualPathOptions(
        int steps,
        Arrangement arrangement,
        double addWeight,
        LayerRange layers,
        StepRange styleSteps,
        Sain sain,
        List<Source> attend,
        boolean attendBalance,
        EnergyOptions energy,
        double contentAnchor,
        boolean keepUnstyled,
        int deepInterval) {
    public DualPathOptions {
        attend = List.copyOf(attend);
        requireShare("content anchor", contentAnchor);
        requireShare("add weight", addWeight);
        if (deepInterval < 1) {
            throw new IllegalArgumentException("deep-every " + deepInterval + ": expected 1 or more");
        }
    }

    private static void requireShare(String what, double value) {
        if (!(value >= 0 && value <= 1)) {
            throw new IllegalArgumentException(what + " " + value + ": expected 0 to 1");
        }
    }

    /** Whether frames need anything of the frames before them. */
    public boolean temporal() {
        return !attend.isEmpty() || energy.gradient() != EnergyOptions.Gradient.NONE;
    }

    /** How edited layers mix styles in; empty where no style acts. */
    public Optional<StyleArrangement> styleArrangement() {
        return arrangement.with(addWeight);
    }

    public DualPathOptions withArrangement(Arrangement other) {
        return new DualPathOptions(
                steps,
                other,
                addWeight,
                layers,
                styleSteps,
                sain,
                attend,
                attendBalance,
                energy,
                contentAnchor,
                keepUnstyled,
                deepInterval);
    }

    public DualPathOptions withLayers(LayerRange other) {
        return new DualPathOptions(
                steps,
                arrangement,
                addWeight,
                other,
                styleSteps,
                sain,
                attend,
                attendBalance,
                energy,
                contentAnchor,
                keepUnstyled,
                deepInterval);
    }

    public DualPathOptions withStyleSteps(StepRange other) {
        return new DualPathOptions(
                steps,
                arrangement,
                addWeight,
                layers,
                other,
                sain,
                attend,
                attendBalance,
                energy,
                contentAnchor,
                keepUnstyled,
                deepInterval);
    }

    public DualPathOptions withSain(Sain.Mode mode) {
        return new DualPathOptions(
                steps,
                arrangement,
                addWeight,
                layers,
                styleSteps,
                new Sain(mode, sain.scope()),
                attend,
                attendBalance,
                energy,
                contentAnchor,
                keepUnstyled,
                deepInterval);
    }

    public DualPathOptions withContentAnchor(double other) {
        return new DualPathOptions(
                steps,
                arrangement,
                addWeight,
                layers,
                styleSteps,
                sain,
                attend,
                attendBalance,
                energy,
                other,
                keepUnstyled,
                deepInterval);
    }

    /** Other ties between frames. */
    public DualPathOptions withTemporal(List<Source> frames, EnergyOptions guidance) {
        return new DualPathOptions(
                steps,
                arrangement,
                addWeight,
                layers,
                styleSteps,
                sain,
                frames,
                attendBalance,
                guidance,
                contentAnchor,
                keepUnstyled,
                deepInterval);
    }

    /** No style and no tie between frames: what inversion and denoising alone make of the content. */
    public DualPathOptions reconstruction() {
        return withArrangement(Arrangement.NONE).withSain(Sain.Mode.NONE).withTemporal(List.of(), EnergyOptions.OFF);
    }
}
