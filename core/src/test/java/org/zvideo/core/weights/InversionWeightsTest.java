package org.zvideo.core.weights;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;
import org.zvideo.core.TestModels;
import org.zvideo.core.attention.AttentionProcessor;
import org.zvideo.core.diffusion.LatentDiffusion;
import org.zvideo.core.diffusion.NoisePredictor;
import org.zvideo.core.torch.Gradients;
import org.zvideo.core.torch.Ops;
import org.zvideo.core.torch.Placement;
import org.zvideo.core.torch.TensorScope;
import org.zvideo.core.weights.ModelContainer.Part;

/** Oracle: the model without the LoRA, and the model that always has it. */
class InversionWeightsTest {
    private static final Path MODEL = TestModels.testdata().resolve("golden/models/tiny-null");
    private static final List<LoraFile> LORA =
            List.of(new LoraFile(TestModels.testdata().resolve("golden/cases/lora-two/lora0.safetensors"), 1));

    @Test
    void theBaseInvertsWhatTheMergedModelDenoises() {
        try (Gradients off = Gradients.off();
                TensorScope scope = TensorScope.open("test");
                LatentDiffusion without = load(List.of(), InversionWeights.BASE);
                LatentDiffusion merged = load(LORA, InversionWeights.MERGED);
                LatentDiffusion both = load(LORA, InversionWeights.BASE)) {
            assertSame(merged.networks().denoising(), merged.networks().inverting());
            torch.manual_seed(3);
            Tensor x = torch.randn(1, 4, 8, 8);
            float[] ofBase = output(without.predictor(), x);
            float[] ofMerged = output(merged.predictor(), x);
            assertFalse(Arrays.equals(ofBase, ofMerged), "the LoRA changes something, or the test says nothing");
            assertArrayEquals(ofBase, output(both.networks().inverting(), x));
            assertArrayEquals(ofMerged, output(both.networks().denoising(), x));
        }
    }

    /** With another decoder and a LoRA around it the model is still what it was: oracle, the model alone. */
    @Test
    void whatIsAddedToAModelLeavesTheRestOfIt() {
        Path second = MODEL.resolveSibling("tiny-sd2");
        ModelSource all = ModelSource.of(second)
                .withDecoder(MODEL.resolveSibling("tiny-taesd"))
                .withLoras(LORA)
                .withInversion(InversionWeights.BASE);
        try (ModelContainer alone = ModelSource.of(second).open();
                ModelContainer container = all.open()) {
            assertEquals(OptionalInt.of(0), alone.padToken());
            assertEquals(alone.padToken(), container.padToken());
            assertTrue(container.decoder().isPresent());
            assertEquals(
                    alone.weights(Part.UNET).names(),
                    container.inverting().orElseThrow().weights(Part.UNET).names());
            assertEquals(alone.padToken(), container.inverting().orElseThrow().padToken());
            assertTrue(container.files().containsKey("tokenizer/special_tokens_map.json"));
        }
    }

    private static LatentDiffusion load(List<LoraFile> loras, InversionWeights inversion) {
        try (ModelContainer container =
                ModelSource.of(MODEL).withLoras(loras).withInversion(inversion).open()) {
            return LatentDiffusion.load(container, Placement.CPU_F32);
        }
    }

    private static float[] output(NoisePredictor predictor, Tensor x) {
        return Ops.floats(predictor.predict(x, 500, 0, AttentionProcessor.PLAIN));
    }
}
