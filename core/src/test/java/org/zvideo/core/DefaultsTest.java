package org.zvideo.core;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.zvideo.core.diffusion.FrameTies;
import org.zvideo.core.edit.Arrangement;
import org.zvideo.core.edit.InterFrameAttention.Source;
import org.zvideo.core.guidance.EnergyOptions;
import org.zvideo.core.guidance.Sain;

/**
 * The measured defaults, for 30 steps. Oracle: the documents that chose them: METHOD.md (sections 4 to 7), docs/consistency.md (the
 * energy, the balance) and docs/speed.md (the presets).
 */
class DefaultsTest {
    private static final int STEPS = 30;

    @Test
    void theMethodIsThatOfTheDocuments() throws ReflectiveOperationException {
        Map<String, Object> expected = new TreeMap<>();
        expected.putAll(Map.of(
                "steps",
                STEPS,
                "edit.arrangement",
                Arrangement.REWEIGHT,
                "edit.addWeight",
                0.5,
                "edit.layers.first",
                10,
                "edit.layers.last",
                15,
                "edit.steps.start",
                5,
                "edit.steps.end",
                STEPS,
                "edit.sain.mode",
                Sain.Mode.SAIN,
                "edit.sain.scope",
                Sain.Scope.REGION));
        expected.putAll(Map.of(
                "beyond.contentAnchor",
                0.0,
                "beyond.keepUnstyled",
                true,
                "beyond.coarseInterval",
                1,
                "beyond.inversionInterval",
                1,
                "beyond.inversionSteps",
                OptionalInt.empty(),
                "beyond.timesteps.listed",
                List.of(),
                "beyond.timesteps.spacing",
                Optional.empty()));
        expected.putAll(Map.of(
                "ties.attend",
                List.of(Source.FIRST, Source.PREVIOUS),
                "ties.balance",
                true,
                "ties.heldNoise",
                false,
                "ties.runaway",
                FrameTies.Runaway.REDONE,
                "ties.energy.gradient",
                EnergyOptions.Gradient.X0,
                "ties.energy.form",
                EnergyOptions.Form.MSE,
                "ties.energy.weight",
                0.05,
                "ties.energy.steps.start",
                0,
                "ties.energy.steps.end",
                25,
                "ties.energy.reach",
                0.02));
        assertEquals(expected, RecordComponents.of(StyleTransferOptions.methodDefaults(STEPS, FrameConsistency.FULL)));
        assertEquals(30, StyleTransferOptions.defaults().method().steps());
    }

    @Test
    void eachModeHasItsTies() {
        assertEquals(FrameTies.NONE, ties(FrameConsistency.NONE));
        assertEquals(FrameTies.NONE, ties(FrameConsistency.FLOW), "frames are held together outside the model");
        assertEquals(ties(FrameConsistency.FULL).withEnergy(EnergyOptions.OFF), ties(FrameConsistency.ATTENTION));
        assertEquals(
                new FrameTies(
                        List.of(Source.FIRST, Source.SELF), true, EnergyOptions.OFF, true, FrameTies.Runaway.REDONE),
                StyleTransferOptions.anchorTies());
    }

    private static FrameTies ties(FrameConsistency mode) {
        return StyleTransferOptions.methodDefaults(STEPS, mode).ties();
    }

    @Test
    void presetsAreThoseOfTheTable() {
        assertEquals("30 1 1 1", numbers(Preset.QUALITY));
        assertEquals("30 4 2 2", numbers(Preset.BALANCED));
        assertEquals("25 6 3 2", numbers(Preset.DRAFT));
    }

    private static String numbers(Preset preset) {
        return preset.steps() + " " + preset.every() + " " + preset.coarseInterval() + " " + preset.inversionInterval();
    }
}
