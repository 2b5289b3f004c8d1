package org.zvideo.core.unet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;
import org.zvideo.core.TestModels;
import org.zvideo.core.attention.AttentionProcessor;
import org.zvideo.core.diffusion.LatentDiffusion;
import org.zvideo.core.torch.Gradients;
import org.zvideo.core.torch.Placement;
import org.zvideo.core.torch.TensorScope;

/** Oracle: automatic differentiation of the whole network at once. */
class GradientCheckpointingTest {
    @Test
    void sameNoiseAndSameGradientAsTheWholeGraph() {
        try (Gradients off = Gradients.off();
                TensorScope scope = TensorScope.open("test");
                LatentDiffusion model = TestModels.load(Placement.CPU_F32)) {
            UNet unet = model.predictor().unet();
            Tensor prompt = model.predictor().prompt();
            Tensor x = random(10, 14); // odd halves: 10 → 5 → 3
            Tensor g = random(10, 14);
            CoarseFeatures deep = new CoarseFeatures();
            UNetRun whole = new UNetRun(500, 2, AttentionProcessor.PLAIN, Optional.of(deep), true);
            UNetRun reusing = new UNetRun(500, 3, AttentionProcessor.PLAIN, Optional.of(deep), false);
            for (UNetRun run : List.of(whole, reusing)) {
                Tensor noise;
                Tensor expected;
                try (Gradients on = Gradients.on()) {
                    Tensor leaf = x.detach().requires_grad_(true);
                    noise = unet.forward(leaf, prompt, run);
                    noise.mul(g).sum().backward();
                    expected = leaf.grad();
                }
                try (GradientCheckpointing checkpoints = new GradientCheckpointing(unet, prompt)) {
                    Tensor again = checkpoints.forward(x, run);
                    assertEquals(0, again.sub(noise).abs().max().item_double());
                    Tensor gradient = checkpoints.transposedJacobian(g, AttentionProcessor.PLAIN);
                    // The order in which float32 sums are taken may differ.
                    assertTrue(gradient.sub(expected).norm().item_double()
                            <= 1e-5 * expected.norm().item_double());
                }
            }
            deep.close();
        }
    }

    /** Oracle: the pointers that JavaCPP counts. */
    @Test
    void nothingIsLeftBehind() {
        try (Gradients off = Gradients.off();
                TensorScope scope = TensorScope.open("test");
                LatentDiffusion model = TestModels.load(Placement.CPU_F32)) {
            List<Long> counts = new ArrayList<>();
            for (int n = 0; n < 4; n++) {
                try (TensorScope inner = TensorScope.open("run");
                        GradientCheckpointing checkpoints = new GradientCheckpointing(
                                model.predictor().unet(), model.predictor().prompt())) {
                    Tensor noise = checkpoints.forward(random(8, 8), new UNetRun(500, 2, AttentionProcessor.PLAIN));
                    checkpoints.transposedJacobian(noise, AttentionProcessor.PLAIN);
                }
                counts.add(Pointer.totalCount());
            }
            assertEquals(counts.get(1), counts.get(3), "pointers: " + counts);
        }
    }

    private static Tensor random(long height, long width) {
        return torch.randn(new long[] {1, 4, height, width}, new TensorOptions(ScalarType.Float));
    }
}
