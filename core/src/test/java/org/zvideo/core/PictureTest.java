package org.zvideo.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.zvideo.core.diffusion.DualPathOptions;
import org.zvideo.core.image.FrameObserver;
import org.zvideo.core.image.Mask;
import org.zvideo.core.image.RgbImage;
import org.zvideo.core.metrics.PatchDistance;
import org.zvideo.core.metrics.PatchDraws;
import org.zvideo.core.torch.Placement;
import org.zvideo.core.weights.ModelSource;

/** Regions, strength, colors and anchor on one still picture with the shipped mini model. */
class PictureTest {
    private static final int STEPS = 6;
    private static final int SIDE = 128;
    private static final RgbImage CONTENT = TestModels.picture("photos/chelsea.jpg");
    private static final int WIDTH = CONTENT.width();
    private static final int MIDDLE = WIDTH / 2;
    private static StyleTransfer transfer;
    private static RgbImage painting;

    @BeforeAll
    static void open() {
        transfer = StyleTransfer.open(
                ModelSource.of(TestModels.testdata().resolve("model/mini")), Placement.CPU_F32, options(method()));
        painting = TestModels.picture("styles/shipwreck.jpg");
    }

    @AfterAll
    static void close() {
        transfer.close();
    }

    /** Oracle: the bound that users are promised, 0.2 of the change inside. */
    @Test
    void whatBelongsToNoStyleStaysAsTheContentPathReconstructsIt() {
        RgbImage plain = stylized(method().reconstruction(), 1, 0, List.of());
        RgbImage masked = stylized(method(), 1, 0, List.of(leftHalf()));
        double inside = change(plain, masked, 0, MIDDLE);
        double outside = change(plain, masked, MIDDLE, WIDTH);
        assertTrue(inside > 5, "the style shows inside: " + inside);
        assertTrue(outside <= 0.2 * inside, "outside " + outside + ", inside " + inside);
    }

    /** Oracle: each half looks like the picture that has that half's style alone. */
    @Test
    void twoStylesKeepToTheirHalves() {
        RgbImage other = TestModels.picture("styles/the-scream.jpg");
        try (Style first = style(transfer);
                Style second = transfer.style(other, 1.2, FrameObserver.NONE);
                Shot both = transfer.shot(List.of(first, second));
                Shot one = transfer.shot(List.of(first));
                Shot two = transfer.shot(List.of(second))) {
            AtomicInteger runs = new AtomicInteger();
            RgbImage mixed = both.next(CONTENT, List.of(leftHalf(), leftHalf().inverted()), new FrameObserver() {
                @Override
                public void progress(int done, int total) {
                    runs.set(total);
                }
            });
            assertEquals(2 * STEPS, runs.get(), "the two leave nothing out, so nothing is reconstructed for it");
            RgbImage a = one.next(CONTENT, FrameObserver.NONE);
            RgbImage b = two.next(CONTENT, FrameObserver.NONE);
            assertTrue(change(mixed, a, 0, MIDDLE) < change(mixed, b, 0, MIDDLE), "left is the first style's");
            assertTrue(
                    change(mixed, b, MIDDLE, WIDTH) < change(mixed, a, MIDDLE, WIDTH), "right is the second style's");
        }
    }

    /** Oracle: the measure that the option is documented by. */
    @Test
    void moreStrengthIsMoreStyleByPatches() {
        List<Double> distances = new ArrayList<>();
        PatchDistance style = new PatchDistance(painting, PatchDraws.standard());
        for (double strength : new double[] {0, 0.25, 0.5, 0.75, 1}) {
            distances.add(style.of(stylized(method(), strength, 0, List.of())));
        }
        for (int n = 1; n < distances.size(); n++) {
            assertTrue(distances.get(n) < distances.get(n - 1), "distances at strengths 0, ¼, ½, ¾, 1: " + distances);
        }
    }

    /** Oracle: the pixels of frame and result. */
    @Test
    void halfTheStrengthLiesHalfWay() {
        RgbImage whole = stylized(method(), 1, 0, List.of());
        RgbImage half = stylized(method(), 0.5, 0, List.of());
        for (int n = 0; n < whole.width() * whole.height(); n++) {
            for (int c = 0; c < 3; c++) {
                assertEquals((CONTENT.at(n, c) + whole.at(n, c)) / 2.0, half.at(n, c), 1, "pixel " + n);
            }
        }
    }

    @Test
    void noStrengthIsTheFrameItself() {
        assertEquals(CONTENT, stylized(method(), 0, 0, List.of()));
    }

    /** Oracle: the definition. R−Y and B−Y are the frame's own, Y is the result's, where nothing was clipped. */
    @Test
    void contentColorsKeepTheFramesColorDifferencesAndTheResultsLightness() {
        RgbImage result = stylized(method(), 1, 0, List.of());
        RgbImage recolored = stylized(method(), 1, 1, List.of());
        int compared = 0;
        for (int n = 0; n < CONTENT.pixels().length; n += 3) {
            if (inRange(recolored, n)) {
                compared++;
                assertEquals(luma(result, n), luma(recolored, n), 1.5);
                for (int c : new int[] {0, 2}) {
                    assertEquals(
                            (CONTENT.pixels()[n + c] & 0xff) - luma(CONTENT, n),
                            (recolored.pixels()[n + c] & 0xff) - luma(recolored, n),
                            1.5);
                }
            }
        }
        assertTrue(compared > CONTENT.pixels().length / 6, compared + " pixels compared");
    }

    /** Oracle: drawn all the way, the last latent is the clean one: what the VAE alone makes of the picture. */
    @Test
    void aFullAnchorGivesTheContentBack() {
        DualPathOptions m = method();
        DualPathOptions anchored = m.withBeyond(m.beyond().withContentAnchor(1));
        RgbImage few = stylized(anchored, 1, 0, List.of());
        assertTrue(change(few, CONTENT, 0, WIDTH) < change(stylized(m, 1, 0, List.of()), CONTENT, 0, WIDTH) / 2);
    }

    @Test
    void masksAreCountedAndChecked() {
        try (Style style = style(transfer);
                Shot shot = transfer.shot(List.of(style))) {
            IllegalArgumentException error = assertThrows(
                    IllegalArgumentException.class,
                    () -> shot.next(CONTENT, List.of(leftHalf(), leftHalf()), FrameObserver.NONE));
            assertEquals("2 masks for 1 styles: expected one per style", error.getMessage());
        }
        assertThrows(IllegalArgumentException.class, () -> new Mask(2, 2, new float[3], 0));
        assertThrows(IllegalArgumentException.class, () -> new Mask(2, 2, new float[4], -1));
    }

    private static DualPathOptions method() {
        return StyleTransferOptions.methodDefaults(STEPS, FrameConsistency.NONE);
    }

    private static StyleTransferOptions options(DualPathOptions method) {
        return new StyleTransferOptions(method, OptionalInt.of(SIDE));
    }

    private static Style style(StyleTransfer with) {
        return with.style(painting, StyleTransferOptions.LAMBDA, FrameObserver.NONE);
    }

    private static RgbImage stylized(DualPathOptions method, double strength, double colors, List<Mask> masks) {
        StyleTransfer same = transfer.with(new StyleTransferOptions(method, OptionalInt.of(SIDE), strength, colors));
        try (Style style = style(same);
                Shot shot = same.shot(List.of(style))) {
            return shot.next(CONTENT, masks, FrameObserver.NONE);
        }
    }

    /** A mask of half the frame's size, to be stretched, with a soft edge. */
    private static Mask leftHalf() {
        RgbImage image = new RgbImage(80, 64);
        for (int n = 0; n < image.pixels().length; n++) {
            image.pixels()[n] = (byte) (n / 3 % 80 < 40 ? 255 : 0);
        }
        return Mask.of(image, 4);
    }

    private static double change(RgbImage a, RgbImage b, int fromX, int toX) {
        double sum = 0;
        for (int y = 0; y < a.height(); y++) {
            for (int x = fromX; x < toX; x++) {
                for (int c = 0; c < 3; c++) {
                    sum += Math.abs(a.at(x, y, c) - b.at(x, y, c));
                }
            }
        }
        return sum / (3.0 * a.height() * (toX - fromX));
    }

    private static boolean inRange(RgbImage image, int at) {
        for (int c = 0; c < 3; c++) {
            int value = image.pixels()[at + c] & 0xff;
            if (value == 0 || value == 255) {
                return false;
            }
        }
        return true;
    }

    private static double luma(RgbImage image, int at) {
        return 0.2126 * (image.pixels()[at] & 0xff)
                + 0.7152 * (image.pixels()[at + 1] & 0xff)
                + 0.0722 * (image.pixels()[at + 2] & 0xff);
    }
}
