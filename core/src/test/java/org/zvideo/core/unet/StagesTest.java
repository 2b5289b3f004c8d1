package org.zvideo.core.unet;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.zvideo.core.TestModels;
import org.zvideo.core.attention.AttentionProcessor;
import org.zvideo.core.diffusion.LatentDiffusion;
import org.zvideo.core.torch.Gradients;
import org.zvideo.core.torch.Placement;
import org.zvideo.core.torch.TensorScope;

/** Oracle: the numbers that the checkpoint's keys have in a network of four levels with two resnets each. */
class StagesTest {
    private static final List<String> FINE_DOWN =
            List.of("in", "down 0.0", "down 0.1", "down 0 downsample", "down 1.0", "down 1.1");
    private static final List<String> COARSE = List.of(
            "down 1 downsample",
            "down 2.0",
            "down 2.1",
            "down 2 downsample",
            "down 3.0",
            "down 3.1",
            "mid.0",
            "mid.1",
            "up 0.0",
            "up 0.1",
            "up 0.2",
            "up 0 upsample",
            "up 1.0",
            "up 1.1",
            "up 1.2",
            "up 1 upsample");
    private static final List<String> FINE_UP =
            List.of("up 2.0", "up 2.1", "up 2.2", "up 2 upsample", "up 3.0", "up 3.1", "up 3.2", "out");

    @Test
    void stagesAreNamedInTheirOrder() {
        try (Gradients off = Gradients.off();
                TensorScope scope = TensorScope.open("test");
                LatentDiffusion model = TestModels.load(Placement.CPU_F32);
                CoarseFeatures deep = new CoarseFeatures()) {
            assertEquals(
                    joined(List.of(FINE_DOWN, COARSE, List.of("keep"), FINE_UP)),
                    names(model, new UNetRun(500, 2, AttentionProcessor.PLAIN)));
            assertEquals(
                    joined(List.of(FINE_DOWN, List.of("reuse"), FINE_UP)),
                    names(model, new UNetRun(500, 3, AttentionProcessor.PLAIN, Optional.of(deep), false)));
        }
    }

    private static List<String> names(LatentDiffusion model, UNetRun run) {
        return model.predictor().unet().stages(model.predictor().prompt(), run).stream()
                .map(Stage::name)
                .toList();
    }

    private static List<String> joined(List<List<String>> lists) {
        return lists.stream().flatMap(List::stream).toList();
    }
}
