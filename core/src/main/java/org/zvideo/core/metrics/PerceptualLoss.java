package org.zvideo.core.metrics;

import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** L_c and L_s (Eq. 20/21, as METHOD.md §8 fixes them) on the feature maps [1, C, h, w] of two pictures. */
public final class PerceptualLoss {
    private static final double EPSILON = 1e-5;

    private PerceptualLoss() {}

    /** L_c: mean squared difference of the deepest maps. */
    public static double content(List<Tensor> result, List<Tensor> content) {
        return meanSquare(result.get(result.size() - 1), content.get(content.size() - 1));
    }

    /** L_s: over all maps, mean squared differences of the channels' means and standard deviations. */
    public static double style(List<Tensor> result, List<Tensor> style) {
        double loss = 0;
        for (int n = 0; n < result.size(); n++) {
            loss += meanSquare(result.get(n).mean(2, 3), style.get(n).mean(2, 3));
            loss += meanSquare(deviation(result.get(n)), deviation(style.get(n)));
        }
        return loss;
    }

    /** √(unbiased variance + ε) per channel. */
    private static Tensor deviation(Tensor map) {
        return map.var(new long[] {2, 3}, true, false).add(new Scalar(EPSILON)).sqrt();
    }

    private static double meanSquare(Tensor a, Tensor b) {
        return a.sub(b).square().mean().to(ScalarType.Double).item_double();
    }
}
