package org.zvideo.core.analysis;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.zvideo.core.FrameConsistency;
import org.zvideo.core.StyleTransfer;
import org.zvideo.core.StyleTransferOptions;
import org.zvideo.core.TestModels;
import org.zvideo.core.analysis.Analysis.Point;
import org.zvideo.core.attention.AttentionSite;
import org.zvideo.core.diffusion.Beyond;
import org.zvideo.core.diffusion.DualPathOptions;
import org.zvideo.core.edit.LayerRange;
import org.zvideo.core.edit.StepRange;
import org.zvideo.core.error.ZvideoException;
import org.zvideo.core.image.FrameObserver;
import org.zvideo.core.image.RgbImage;
import org.zvideo.core.torch.Ops;
import org.zvideo.core.torch.TensorScope;

/** Identities that hold whatever the weights are; Eq. 14 and Fig. 3's cosine themselves are golden cases. */
class AnalysisTest {
    private static final int STEPS = 3;
    private static final RgbImage CONTENT = TestModels.pattern(96, 64, 3);
    private static final RgbImage STYLE = TestModels.pattern(80, 70, 40);

    @Test
    void histogramsCountEveryKeyOfEveryHeadAndWeightsAreShares() {
        try (StyleTransfer transfer =
                TestModels.open(StyleTransferOptions.methodDefaults(STEPS, FrameConsistency.NONE))) {
            AttentionFigures figures = transfer.analysis()
                    .attention(
                            CONTENT,
                            STYLE,
                            1.2,
                            new AttentionSite(15, 1),
                            List.of(new Point(0, 0), new Point(95, 63)),
                            FrameObserver.NONE);
            assertEquals(8 * 16, figures.cosine().length);
            assertEquals(
                    List.of(8, 16), List.of(figures.rows(), figures.columns()), "64x128 padded pixels, 8 per token");
            assertEquals(List.of(0, 7 * 16 + 11), figures.tokens(), "the last pixel lies before the padding");
            for (float cosine : figures.cosine()) {
                assertTrue(cosine >= -1.00001 && cosine <= 1.00001);
            }
            for (int n = 0; n < 2; n++) {
                long expected = 4 * 64; // heads × keys of the 64x64 style
                assertEquals(expected, figures.logits().get(n).total());
                assertEquals(expected, figures.probabilities().get(n).total());
                assertEquals(4, mass(figures.probabilities().get(n)), 0.2, "each head's softmax sums to one");
                assertTrue(
                        mass(figures.reweighted().get(n))
                                < mass(figures.probabilities().get(n)),
                        "content takes a part");
            }
        }
    }

    /** Up to half a bin per count. */
    private static double mass(Histogram histogram) {
        return IntStream.range(0, histogram.counts().length)
                        .mapToDouble(bin -> histogram.counts()[bin] * histogram.middle(bin))
                        .sum()
                - (histogram.total() * (histogram.middle(0) - histogram.low())) / 2;
    }

    @Test
    void whereNoStyleActsIsSaid() {
        DualPathOptions defaults = StyleTransferOptions.methodDefaults(STEPS, FrameConsistency.NONE);
        try (StyleTransfer transfer =
                TestModels.open(defaults.withEdit(defaults.edit().withSteps(new StepRange(2, 3))))) {
            ZvideoException error = assertThrows(
                    ZvideoException.class,
                    () -> transfer.analysis()
                            .attention(CONTENT, STYLE, 1.2, new AttentionSite(15, 1), List.of(), FrameObserver.NONE));
            assertTrue(error.getMessage().startsWith("layer 15, step 1: no style acts there"), error.getMessage());
            assertThrows(
                    ZvideoException.class,
                    () -> transfer.analysis()
                            .attention(
                                    CONTENT,
                                    STYLE,
                                    1.2,
                                    new AttentionSite(15, 2),
                                    List.of(new Point(96, 0)),
                                    FrameObserver.NONE));
        }
    }

    /** Oracle: with neither rearranged attention nor SAIN the three curves are one. */
    @Test
    void withoutEditsTheCurvesAreOne() {
        try (StyleTransfer transfer = TestModels.open(StyleTransferOptions.methodDefaults(STEPS, FrameConsistency.NONE)
                .reconstruction())) {
            StyleCurves curves = transfer.analysis().styleDifference(CONTENT, STYLE, 1.2, FrameObserver.NONE);
            assertArrayEquals(curves.content(), curves.local(), 1e-9);
            assertArrayEquals(curves.content(), curves.both(), 1e-9);
            assertTrue(curves.content()[0] > 0);
            assertEquals(STEPS, curves.features().size());
            assertEquals(
                    curves.features().get(1).get(1), curves.features().get(1).get(3));
        }
    }

    /** Oracle: a layer that does not run in a step gives what it gave before. */
    @Test
    void layersThatAreReusedKeepTheirOutput() {
        DualPathOptions whole = StyleTransferOptions.methodDefaults(STEPS, FrameConsistency.NONE);
        DualPathOptions reusing = whole.withEdit(whole.edit().withLayers(new LayerRange(0, 5)))
                .withBeyond(new Beyond(0, true).withCoarseInterval(2));
        try (StyleTransfer transfer = TestModels.open(reusing)) {
            StyleCurves curves = transfer.analysis().styleDifference(CONTENT, STYLE, 1.2, FrameObserver.NONE);
            assertEquals(curves.both()[0], curves.both()[1]);
        }
    }

    /** Oracle: points on a line have one principal component; the others are rounding. */
    @Test
    void theFirstComponentIsRed() {
        try (TensorScope scope = TensorScope.open("test")) {
            Tensor line = Ops.tensor(new double[] {0, 0, 0, 0, 1, 2, 3, 4, 2, 4, 6, 8, 3, 6, 9, 12}, 4, 4);
            RgbImage picture = PrincipalComponents.pictures(List.of(line), List.of(new int[] {2, 2}))
                    .get(0);
            List<Integer> red =
                    List.of(picture.at(0, 0, 0), picture.at(1, 0, 0), picture.at(0, 1, 0), picture.at(1, 1, 0));
            assertTrue(red.equals(List.of(0, 85, 170, 255)) || red.equals(List.of(255, 170, 85, 0)), red.toString());
        }
    }
}
