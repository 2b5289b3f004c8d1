package org.zvideo.core.diffusion;

import java.util.Optional;
import org.zvideo.core.edit.Arrangement;
import org.zvideo.core.edit.LayerRange;
import org.zvideo.core.edit.StepRange;
import org.zvideo.core.edit.StyleArrangement;
import org.zvideo.core.guidance.Sain;

/**
 * How styles enter a frame (METHOD.md §4, §5).
 *
 * @param arrangement how an edited layer mixes the styles with the content
 * @param addWeight   λ' of {@link Arrangement#ADD}, 0 to 1
 * @param layers      the edited layers; attention between frames acts in the same ones
 * @param steps       the steps in which styles act
 * @param sain        the adjustment of the initial noise
 */
public record StyleEdit(Arrangement arrangement, double addWeight, LayerRange layers, StepRange steps, Sain sain) {
    public StyleEdit {
        Shares.require("add weight", addWeight);
    }

    /** How edited layers mix styles in; empty where no style acts. */
    public Optional<StyleArrangement> mixing() {
        return arrangement.with(addWeight);
    }

    public StyleEdit withArrangement(Arrangement other) {
        return new StyleEdit(other, addWeight, layers, steps, sain);
    }

    public StyleEdit withLayers(LayerRange other) {
        return new StyleEdit(arrangement, addWeight, other, steps, sain);
    }

    public StyleEdit withSteps(StepRange other) {
        return new StyleEdit(arrangement, addWeight, layers, other, sain);
    }

    public StyleEdit withSain(Sain.Mode mode) {
        return new StyleEdit(arrangement, addWeight, layers, steps, new Sain(mode, sain.scope()));
    }
}
