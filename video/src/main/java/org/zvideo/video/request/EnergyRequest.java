package org.zvideo.video.request;

import java.util.Optional;
import java.util.OptionalDouble;
import org.zvideo.core.edit.StepRange;
import org.zvideo.core.guidance.EnergyOptions;

/**
 * What was chosen of the energy between frames; what was not has the measured default, some of which depend on the number of
 * steps.
 *
 * @param weight   of the energy
 * @param gradient how its gradient is computed
 * @param form     mean squared error or norm
 * @param steps    in which it acts
 * @param reach    the longest step, as a share of the way to the previous frame
 */
public record EnergyRequest(
        OptionalDouble weight,
        Optional<EnergyOptions.Gradient> gradient,
        Optional<EnergyOptions.Form> form,
        Optional<StepRange> steps,
        OptionalDouble reach) {
    /** Nothing chosen. */
    public static final EnergyRequest DEFAULT = new EnergyRequest(
            OptionalDouble.empty(), Optional.empty(), Optional.empty(), Optional.empty(), OptionalDouble.empty());

    /** Whether anything was chosen. */
    public boolean chosen() {
        return !equals(DEFAULT);
    }

    /** The chosen values over those of {@code standard}; the default reach follows the chosen weight. */
    EnergyOptions over(EnergyOptions standard, StepRange chosenSteps) {
        EnergyOptions weighted = weight.isPresent() ? standard.withWeight(weight.getAsDouble()) : standard;
        return new EnergyOptions(
                gradient.orElse(standard.gradient()),
                form.orElse(standard.form()),
                weighted.weight(),
                chosenSteps,
                reach.orElse(weighted.reach()));
    }
}
