package org.zvideo.core.guidance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.zvideo.core.FrameConsistency;
import org.zvideo.core.StyleTransferOptions;
import org.zvideo.core.TestModels;
import org.zvideo.core.attention.AttentionProcessor;
import org.zvideo.core.attention.AttentionSite;
import org.zvideo.core.diffusion.Ddim;
import org.zvideo.core.diffusion.DenoisingListener;
import org.zvideo.core.diffusion.Estimate;
import org.zvideo.core.diffusion.LatentDiffusion;
import org.zvideo.core.edit.Arrangement;
import org.zvideo.core.edit.EditedAttention;
import org.zvideo.core.edit.InterFrameAttention;
import org.zvideo.core.edit.InterFrameAttention.Source;
import org.zvideo.core.edit.KeyValueRecorder;
import org.zvideo.core.edit.KeyValueStorage;
import org.zvideo.core.edit.KeyValueStore;
import org.zvideo.core.edit.LayerRange;
import org.zvideo.core.edit.RegionMask;
import org.zvideo.core.edit.StepRange;
import org.zvideo.core.torch.Device;
import org.zvideo.core.torch.Gradients;
import org.zvideo.core.torch.Placement;
import org.zvideo.core.torch.Precision;
import org.zvideo.core.torch.TensorScope;
import org.zvideo.core.weights.PredictionType;

/** Oracle: central finite differences of the energy itself, in float64 on the tiny model with all edits on. */
class EnergyGradientTest {
    private static final int TIMESTEP = 500;
    private static final int STEP = 2;
    private static final LayerRange LAYERS = new LayerRange(10, 15);
    /** Halfway between truncation (h²) and cancellation (1e−16/h) errors in float64; each stays under 1e−9 here. */
    private static final double H = 1e-5;

    @ParameterizedTest
    @CsvSource({"NORM, REWEIGHT, false", "MSE, REWEIGHT, false", "MSE, REWEIGHT, true", "NORM, ADD, true"})
    void unetGradientAgreesWithFiniteDifferences(EnergyOptions.Form form, Arrangement arrangement, boolean masked) {
        try (LatentDiffusion model = TestModels.load(new Placement(Device.CPU, Precision.F64));
                Gradients off = Gradients.off();
                TensorScope scope = TensorScope.open("test")) {
            torch.manual_seed(1);
            Tensor x = random();
            Tensor previous = random();
            Tensor direction = random();
            double alpha = model.schedule().alpha(TIMESTEP);
            double weight = form == EnergyOptions.Form.NORM ? 1 / Math.sqrt(x.numel()) : 1.0 / x.numel();
            EnergyGuidance guidance = new EnergyGuidance(new EnergyOptions(
                    EnergyOptions.Gradient.UNET, form, weight, new StepRange(0, 9), Double.POSITIVE_INFINITY));
            AttentionProcessor edits = edits(model, arrangement, masked);

            Tensor gradient;
            try (Gradients on = Gradients.on()) {
                Tensor leaf = x.detach().requires_grad_(true);
                Tensor original = original(model, edits, leaf, alpha);
                gradient = guidance.correction(
                                original, Jacobian.ofGraph(leaf, original), previous, Optional.empty(), 1)
                        .update();
            }
            double along = -gradient.mul(direction).sum().item_double();

            double above = energy(guidance, original(model, edits, x.add(direction, new Scalar(H)), alpha), previous);
            double below = energy(guidance, original(model, edits, x.add(direction, new Scalar(-H)), alpha), previous);
            double numeric = (above - below) / (2 * H);
            assertTrue(Math.abs(numeric) > 1e-4, "the direction changes the energy, or the test says nothing");
            assertEquals(numeric, along, 1e-6 * Math.abs(numeric));
        }
    }

    /** Oracle: the energy at two places near by, of an x̂₀ whose network says the same at both. */
    @ParameterizedTest
    @EnumSource(PredictionType.class)
    void gradientOfTheHeldOutputAgreesWithFiniteDifferences(PredictionType type) {
        try (TensorScope scope = TensorScope.open("test")) {
            torch.manual_seed(2);
            Tensor x = random();
            Tensor output = random();
            Tensor previous = random();
            Tensor direction = random();
            double alpha = 0.3;
            EnergyGuidance guidance = new EnergyGuidance(new EnergyOptions(
                    EnergyOptions.Gradient.X0,
                    EnergyOptions.Form.NORM,
                    1 / Math.sqrt(x.numel()),
                    new StepRange(0, 9),
                    Double.POSITIVE_INFINITY));
            Tensor gradient = guidance.correction(
                            Estimate.of(type, x, output, alpha).original(),
                            Jacobian.held(type, alpha),
                            previous,
                            Optional.empty(),
                            1)
                    .update();
            double along = -gradient.mul(direction).sum().item_double();
            double numeric = (held(guidance, type, x.add(direction, new Scalar(H)), output, previous)
                            - held(guidance, type, x.add(direction, new Scalar(-H)), output, previous))
                    / (2 * H);
            assertTrue(Math.abs(numeric) > 1e-2, "the direction changes the energy, or the test says nothing");
            assertEquals(numeric, along, 1e-7 * Math.abs(numeric));
        }
    }

    private static double held(EnergyGuidance guidance, PredictionType type, Tensor x, Tensor output, Tensor previous) {
        return energy(guidance, Estimate.of(type, x, output, 0.3).original(), previous);
    }

    @Test
    void equalFramesGiveNoUpdate() {
        try (TensorScope scope = TensorScope.open("test")) {
            Tensor x = random();
            EnergyGuidance guidance = new EnergyGuidance(new EnergyOptions(
                    EnergyOptions.Gradient.X0,
                    EnergyOptions.Form.NORM,
                    1,
                    new StepRange(0, 9),
                    Double.POSITIVE_INFINITY));
            EnergyGuidance.Correction correction =
                    guidance.correction(x, Jacobian.held(PredictionType.EPSILON, 0.5), x, Optional.empty(), 0.6);
            assertEquals(0, correction.energy());
            assertNull(correction.update());
        }
    }

    /** Oracle: the documented bound, reach·√ᾱ(t−s)·‖x̂₀ⁱ − x̂₀ⁱ⁻¹‖. */
    @Test
    void stepIsBounded() {
        try (TensorScope scope = TensorScope.open("test")) {
            Tensor original = random();
            Tensor previous = random();
            EnergyGuidance guidance = new EnergyGuidance(new EnergyOptions(
                    EnergyOptions.Gradient.X0, EnergyOptions.Form.NORM, 1e6, new StepRange(0, 9), 0.25));
            EnergyGuidance.Correction correction = guidance.correction(
                    original, Jacobian.held(PredictionType.EPSILON, 0.5), previous, Optional.empty(), 0.64);
            assertEquals(
                    0.25 * 0.8 * correction.energy(),
                    correction.update().norm().item_double(),
                    1e-9 * correction.energy());
        }
    }

    /** Oracle: twice the weight is twice the step, where the bound acts and where it does not. */
    @ParameterizedTest
    @EnumSource(EnergyOptions.Form.class)
    void theDefaultWeightDecidesHowFarAStepGoes(EnergyOptions.Form form) {
        try (TensorScope scope = TensorScope.open("test")) {
            torch.manual_seed(4);
            Tensor original = random();
            Tensor previous = random();
            EnergyOptions standard = StyleTransferOptions.methodDefaults(30, FrameConsistency.FULL)
                    .ties()
                    .energy();
            for (double reach : new double[] {standard.reach(), Double.POSITIVE_INFINITY}) {
                EnergyOptions once =
                        new EnergyOptions(EnergyOptions.Gradient.X0, form, standard.weight(), standard.steps(), reach);
                assertEquals(
                        2 * step(once, original, previous),
                        step(once.withWeight(2 * once.weight()), original, previous),
                        1e-12);
            }
        }
    }

    private static double step(EnergyOptions options, Tensor original, Tensor previous) {
        return new EnergyGuidance(options)
                .correction(original, Jacobian.held(PredictionType.EPSILON, 0.5), previous, Optional.empty(), 0.64)
                .update()
                .norm()
                .item_double();
    }

    private static double energy(EnergyGuidance guidance, Tensor original, Tensor previous) {
        return new EnergyGuidance(new EnergyOptions(
                        EnergyOptions.Gradient.X0, guidance.options().form(), 0, new StepRange(0, 9), 1))
                .correction(original, Jacobian.held(PredictionType.EPSILON, 1), previous, Optional.empty(), 1)
                .energy();
    }

    private static Tensor original(LatentDiffusion model, AttentionProcessor edits, Tensor x, double alpha) {
        return Ddim.predictedOriginal(x, model.predictor().predict(x, TIMESTEP, STEP, edits), alpha);
    }

    /** A style and two earlier frames, each what the model itself projects for some random latent. */
    private static AttentionProcessor edits(LatentDiffusion model, Arrangement arrangement, boolean masked) {
        KeyValueStore first = keysAndValues(model);
        Optional<RegionMask> mask = masked
                ? Optional.of(new RegionMask(
                        torch.rand(new long[] {64, 64}, new TensorOptions(ScalarType.Double)),
                        8,
                        8,
                        model.unetConfig().levels()))
                : Optional.empty();
        return new EditedAttention(
                LAYERS,
                new StepRange(0, 9),
                arrangement.with(0.5),
                List.of(new EditedAttention.StyleSource(keysAndValues(model), 1.2, 1, mask)),
                Optional.of(new InterFrameAttention(
                        List.of(Source.FIRST, Source.PREVIOUS, Source.SELF), first, keysAndValues(model), true)),
                DenoisingListener.NONE);
    }

    private static KeyValueStore keysAndValues(LatentDiffusion model) {
        KeyValueStore store = new KeyValueStore("test", KeyValueStorage.MEMORY);
        model.predictor()
                .predict(random(), TIMESTEP, STEP, new KeyValueRecorder(AttentionProcessor.PLAIN, LAYERS, store));
        store.get(new AttentionSite(LAYERS.last(), STEP), torch.zeros(1).to(ScalarType.Double));
        return store;
    }

    private static Tensor random() {
        return torch.randn(new long[] {1, 4, 8, 8}, new TensorOptions(ScalarType.Double));
    }
}
