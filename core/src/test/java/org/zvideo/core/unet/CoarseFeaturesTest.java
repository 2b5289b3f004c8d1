package org.zvideo.core.unet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;
import org.zvideo.core.TestModels;
import org.zvideo.core.attention.AttentionProcessor;
import org.zvideo.core.attention.ScaledDotProduct;
import org.zvideo.core.cost.UNetCost;
import org.zvideo.core.diffusion.LatentDiffusion;
import org.zvideo.core.diffusion.PathPredictor;
import org.zvideo.core.torch.Gradients;
import org.zvideo.core.torch.Placement;
import org.zvideo.core.torch.TensorScope;

/** Reusing the coarse levels. */
class CoarseFeaturesTest {
    /** Oracle: with nothing changed in between, a run with reused features gives the bits of the whole run. */
    @Test
    void reuseIsExactWhereNothingChanged() {
        try (Gradients off = Gradients.off();
                TensorScope scope = TensorScope.open("test");
                LatentDiffusion model = TestModels.load(Placement.CPU_F32);
                PathPredictor path = new PathPredictor(model.predictor(), 3)) {
            Tensor x = torch.randn(1, 4, 10, 14); // odd halves: 10 → 5 → 3
            List<Integer> layers = new ArrayList<>();
            AttentionProcessor noting = (site, query, key, value) -> {
                layers.add(site.layer());
                return ScaledDotProduct.attention(query, key, value);
            };
            Tensor whole = path.predict(x, 500, 0, noting);
            assertEquals(16, layers.size());
            layers.clear();
            Tensor reused = path.predict(x, 500, 1, noting);
            assertEquals(0, whole.sub(reused).abs().max().item_double());
            assertEquals(List.of(0, 1, 2, 3, 10, 11, 12, 13, 14, 15), layers);
            Tensor other = path.predict(torch.randn(1, 4, 10, 14), 400, 3, noting);
            assertEquals(26, layers.size(), "the third step is whole again");
            assertTrue(other.isfinite().all().item_bool());
            UNetCost cost = new UNetCost(model.unetConfig(), 77);
            List<Integer> counted = new ArrayList<>();
            cost.run(
                    10,
                    14,
                    (layer, tokens) -> {
                        counted.add(layer);
                        return tokens;
                    },
                    CoarseFeatures.FINE_LEVELS);
            assertEquals(List.of(0, 1, 2, 3, 10, 11, 12, 13, 14, 15), counted, "the reckoning walks the same layers");
        }
    }
}
