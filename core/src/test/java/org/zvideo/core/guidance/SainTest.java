package org.zvideo.core.guidance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.zvideo.core.guidance.Sain.StyleNoise;
import org.zvideo.core.torch.Ops;
import org.zvideo.core.torch.TensorScope;

/**
 * Oracle: what docs/method.md says of regions, where it can be said by hand: a style's full shift where it is alone, the
 * global shift where all are everywhere. The golden cases hold the global arithmetic.
 */
class SainTest {
    private static final int C = 2;
    private static final Sain GLOBAL = new Sain(Sain.Mode.MEAN, Sain.Scope.GLOBAL);
    private static final Sain REGION = new Sain(Sain.Mode.MEAN, Sain.Scope.REGION);

    @BeforeEach
    void seed() {
        torch.manual_seed(7);
    }

    @Test
    void masksThatAreOneEverywhereGiveTheGlobalShift() {
        try (TensorScope scope = TensorScope.open("test")) {
            Tensor content = random(4, 4);
            Tensor one = mask(1, 1);
            List<StyleNoise> styles =
                    List.of(new StyleNoise(random(3, 5), 1.2, one), new StyleNoise(random(6, 2), 0.7, one));
            assertEquals(0, largest(GLOBAL.apply(content, styles).sub(REGION.apply(content, styles))), 1e-12);
        }
    }

    /** Left half style a, a quarter of b on the right: a's full shift there, a quarter of b's here. */
    @Test
    void eachStyleShiftsItsOwnRegion() {
        try (TensorScope scope = TensorScope.open("test")) {
            Tensor content = random(4, 4);
            Tensor a = random(3, 5);
            Tensor b = random(6, 2);
            List<StyleNoise> styles =
                    List.of(new StyleNoise(a, 1.2, mask(1, 0)), new StyleNoise(b, 0.7, mask(0, 0.25)));
            double[] moved = Ops.doubles(REGION.apply(content, styles).sub(content));
            for (int c = 0; c < C; c++) {
                double own = mean(content, c);
                for (int n = 0; n < 16; n++) {
                    double expected = n % 4 < 2 ? mean(a, c) - own : 0.25 * (mean(b, c) - own);
                    assertEquals(expected, moved[16 * c + n], 1e-12, "channel " + c + ", place " + n);
                }
            }
        }
    }

    @Test
    void whatBelongsToNoStyleStays() {
        try (TensorScope scope = TensorScope.open("test")) {
            Tensor content = random(4, 4);
            Tensor moved = REGION.apply(content, List.of(new StyleNoise(random(3, 5), 1.2, mask(1, 0))))
                    .sub(content);
            assertEquals(0, largest(moved.narrow(3, 2, 2)));
        }
    }

    /** Oracle: w·(μ_s − μ_c) of the other content by hand, where the style is. */
    @Test
    void aHeldAdjustmentMovesAnyContentAlike() {
        try (TensorScope scope = TensorScope.open("test")) {
            Tensor anchor = random(4, 4);
            Tensor content = Ops.times(random(4, 4), 3);
            Tensor style = random(3, 5);
            List<StyleNoise> half = List.of(new StyleNoise(style, 1.2, mask(1, 0)));
            double[] moved = Ops.doubles(REGION.apply(
                            content,
                            half,
                            new Sain.Content(0.5, REGION.of(anchor, half).mean()))
                    .sub(content));
            double[] everywhere = Ops.doubles(GLOBAL.apply(
                            content,
                            half,
                            new Sain.Content(0.5, GLOBAL.of(anchor, half).mean()))
                    .sub(content));
            for (int c = 0; c < C; c++) {
                double expected = 0.5 * (mean(style, c) - mean(anchor, c));
                for (int n = 0; n < 16; n++) {
                    assertEquals(n % 4 < 2 ? expected : 0, moved[16 * c + n], 1e-12);
                    assertEquals(expected, everywhere[16 * c + n], 1e-12);
                }
            }
        }
    }

    private static double mean(Tensor tensor, int channel) {
        return tensor.narrow(1, channel, 1).mean().item_double();
    }

    private static double largest(Tensor tensor) {
        return tensor.abs().max().item_double();
    }

    /** One value for the left and one for the right half [1, 1, 4, 4]. */
    private static Tensor mask(double left, double right) {
        double[] values = new double[16];
        for (int n = 0; n < values.length; n++) {
            values[n] = n % 4 < 2 ? left : right;
        }
        return Ops.tensor(values, 1, 1, 4, 4);
    }

    private static Tensor random(long height, long width) {
        return torch.randn(new long[] {1, C, height, width}, new TensorOptions(ScalarType.Double));
    }
}
