package org.zvideo.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.zvideo.core.image.FloatPlane;
import org.zvideo.core.image.FrameObserver;
import org.zvideo.core.image.Mask;
import org.zvideo.core.image.RgbImage;

/** Where each style acts, as the stages after the model read it. Oracles: masks, and symmetry. */
class StyleSharesTest {
    private static final Mask LEFT = new Mask(2, 1, new float[] {1, 0}, 0);
    private static final RgbImage CONTENT = TestModels.pattern(97, 65, 3);
    private static StyleTransfer transfer;

    @BeforeAll
    static void open() {
        transfer = StyleTransfer.open(
                TestModels.tiny(),
                new StyleTransferOptions(
                        StyleTransferOptions.methodDefaults(2, FrameConsistency.NONE), OptionalInt.of(64)));
    }

    @AfterAll
    static void close() {
        transfer.close();
    }

    private static List<FloatPlane> shares(List<Double> lambdas, List<RgbImage> paintings, List<Mask> masks) {
        List<Style> styles = new ArrayList<>();
        try {
            for (int n = 0; n < paintings.size(); n++) {
                styles.add(transfer.style(paintings.get(n), lambdas.get(n), FrameObserver.NONE));
            }
            try (Shot shot = transfer.shot(styles)) {
                return shot.picture(
                                CONTENT, masks, FrameRole.USUAL, Set.of(ModelPicture.Part.SHARES), FrameObserver.NONE)
                        .shares();
            }
        } finally {
            styles.forEach(Style::close);
        }
    }

    private static float at(FloatPlane plane, double x) {
        return plane.values()[plane.height() / 2 * plane.width() + (int) (x * plane.width())];
    }

    @Test
    void oneStyleEverywhereNeedsNoShares() {
        assertEquals(List.of(), shares(List.of(1.2), List.of(TestModels.pattern(64, 64, 1)), List.of()));
    }

    @Test
    void oneStyleActsWhereItsMaskIs() {
        FloatPlane share = shares(List.of(1.2), List.of(TestModels.pattern(64, 64, 1)), List.of(LEFT))
                .get(0);
        assertEquals(1, at(share, 0.1));
        assertEquals(0, at(share, 0.9));
    }

    @Test
    void theSameStyleTwiceIsHalfEach() {
        RgbImage painting = TestModels.pattern(64, 64, 1);
        List<FloatPlane> shares = shares(List.of(1.2, 1.2), List.of(painting, painting), List.of());
        assertEquals(2, shares.size());
        for (FloatPlane share : shares) {
            for (float value : share.values()) {
                assertEquals(0.5, value, 1e-4);
            }
        }
    }

    @Test
    void stylesWithMasksKeepToThem() {
        List<FloatPlane> shares = shares(
                List.of(1.2, 1.2),
                List.of(TestModels.pattern(64, 64, 1), TestModels.pattern(64, 64, 2)),
                List.of(LEFT, LEFT.inverted()));
        assertTrue(at(shares.get(0), 0.1) > 0.99, "left is the first style's");
        assertTrue(at(shares.get(1), 0.9) > 0.99, "right is the second style's");
        for (int pixel = 0; pixel < shares.get(0).values().length; pixel++) {
            assertEquals(1, shares.get(0).values()[pixel] + shares.get(1).values()[pixel], 1e-5);
        }
    }
}
