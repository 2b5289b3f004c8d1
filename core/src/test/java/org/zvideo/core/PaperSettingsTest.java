package org.zvideo.core;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.zvideo.core.diffusion.FrameTies;
import org.zvideo.core.diffusion.MemorySaving;
import org.zvideo.core.edit.Arrangement;
import org.zvideo.core.edit.InterFrameAttention.Source;
import org.zvideo.core.guidance.EnergyOptions;
import org.zvideo.core.guidance.Sain;

/**
 * Oracle: the sections of the Z-STAR+ paper that stand beside each value; where the paper says nothing, METHOD.md does.
 * GoldenTest runs these settings against the reference.
 */
class PaperSettingsTest {
    private record Line(String component, Object value, String section) {}

    private static final List<Line> TABLE = List.of(
            new Line("method.steps", 30, "V-A: the denoising procedure takes 30 steps"),
            new Line("method.edit.arrangement", Arrangement.REWEIGHT, "IV-C, Eq. 10 and 11"),
            new Line("method.edit.addWeight", 0.5, "Eq. 12 and 13: one half each; not used by reweighting"),
            new Line("method.edit.layers.first", 10, "V-A: between layers 10-15"),
            new Line("method.edit.layers.last", 15, "V-A: between layers 10-15"),
            new Line("method.edit.steps.start", 5, "V-A: during the 5th-30th denoising steps"),
            new Line("method.edit.steps.end", 30, "V-A: during the 5th-30th denoising steps"),
            new Line("method.edit.sain.mode", Sain.Mode.SAIN, "IV-D, Eq. 16 and 17; the sign by METHOD.md §5"),
            new Line("method.edit.sain.scope", Sain.Scope.GLOBAL, "Eq. 16 has one weight for the whole picture"),
            new Line("method.ties.attend", List.of(Source.FIRST, Source.PREVIOUS), "IV-E, Eq. 18"),
            new Line("method.ties.balance", false, "Eq. 18 subtracts nothing"),
            new Line("method.ties.energy.gradient", EnergyOptions.Gradient.UNET, "Eq. 19: with respect to f_t"),
            new Line("method.ties.energy.form", EnergyOptions.Form.NORM, "IV-E: E is the 2-norm"),
            new Line("method.ties.energy.weight", 0.01, "left open; METHOD.md §7"),
            new Line("method.ties.energy.steps.start", 0, "IV-E: at each denoising step"),
            new Line("method.ties.energy.steps.end", 30, "IV-E: at each denoising step"),
            new Line("method.ties.energy.reach", Double.POSITIVE_INFINITY, "Eq. 19 has no bound"),
            new Line("method.ties.heldNoise", false, "Eq. 15 to 17 are of each frame"),
            new Line("method.ties.runaway", FrameTies.Runaway.NAMED, "the paper knows no frame that runs away"),
            new Line("method.beyond.contentAnchor", 0.0, "of Z*, not of Z-STAR+"),
            new Line("method.beyond.keepUnstyled", false, "V-C knows no third path"),
            new Line("method.beyond.coarseInterval", 1, "every step is computed"),
            new Line("method.beyond.inversionInterval", 1, "every step is computed"),
            new Line("method.beyond.inversionSteps", OptionalInt.empty(), "Fig. 2: trajectories of T + 1 latents"),
            new Line("method.beyond.timesteps.listed", List.of(), "DDIM's own; METHOD.md §3"),
            new Line(
                    "method.beyond.timesteps.spacing",
                    Optional.empty(),
                    "what the model's scheduler says; METHOD.md §3"),
            new Line("shortSide", OptionalInt.empty(), "V-A: the size of Stable Diffusion v1.5"),
            new Line("strength", 1.0, "the result alone"),
            new Line("contentColors", 0.0, "the result alone"),
            new Line("memory", MemorySaving.NONE, "nothing is rounded"));

    @Test
    void everyComponentIsThePapers() throws ReflectiveOperationException {
        Map<String, Object> expected = new TreeMap<>();
        TABLE.forEach(line -> expected.put(line.component(), line.value()));
        assertEquals(expected, RecordComponents.of(StyleTransferOptions.paper()));
        assertEquals(1.2, StyleTransferOptions.LAMBDA, "V-E: a fixed value of λ = 1.2");
    }
}
