package org.zvideo.core;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.zvideo.core.edit.Arrangement;
import org.zvideo.core.image.FrameObserver;
import org.zvideo.core.image.Mask;
import org.zvideo.core.image.RgbImage;

/**
 * Styles that fade into each other. Oracles: the picture of one style alone, that of both mixed as they always were, and what
 * lies between them.
 */
class StyleMixTest {
    private static final RgbImage CONTENT = TestModels.pattern(97, 65, 3);
    private static final List<RgbImage> PAINTINGS =
            List.of(TestModels.pattern(64, 64, 1), TestModels.pattern(64, 64, 7));

    private static StyleTransfer transfer;

    @BeforeAll
    static void open() {
        transfer = StyleTransfer.open(TestModels.tiny(), options(Arrangement.REWEIGHT));
    }

    @AfterAll
    static void close() {
        transfer.close();
    }

    private static StyleTransferOptions options(Arrangement arrangement) {
        StyleTransferOptions usual = new StyleTransferOptions(
                StyleTransferOptions.methodDefaults(3, FrameConsistency.NONE), OptionalInt.of(64));
        return usual.withMethod(usual.method().withEdit(usual.method().edit().withArrangement(arrangement)));
    }

    private static ModelPicture picture(Arrangement arrangement, List<RgbImage> paintings, StyleMix mix) {
        StyleTransfer with = transfer.with(options(arrangement));
        List<Style> styles = paintings.stream().map(with::style).toList();
        try (Shot shot = with.shot(styles)) {
            FrameInFlight frame = shot.begin(
                    CONTENT, List.of(), mix, FrameRole.USUAL, Set.of(ModelPicture.Part.SHARES), FrameObserver.NONE);
            frame.compute();
            return shot.land(frame).orElseThrow();
        } finally {
            styles.forEach(Style::close);
        }
    }

    private static float[] values(Arrangement arrangement, double first, double second) {
        return picture(arrangement, PAINTINGS, new StyleMix(List.of(first, second)))
                .decoded()
                .values();
    }

    private static double distance(float[] one, float[] other) {
        double sum = 0;
        for (int n = 0; n < one.length; n++) {
            sum += Math.abs(one[n] - other[n]);
        }
        return sum / one.length;
    }

    @ParameterizedTest
    @EnumSource(value = Arrangement.class, names = "NONE", mode = EnumSource.Mode.EXCLUDE)
    void oneStyleThatIsReachedActsAsIfItWereAlone(Arrangement arrangement) {
        for (int style = 0; style < 2; style++) {
            assertArrayEquals(
                    picture(arrangement, List.of(PAINTINGS.get(style)), StyleMix.FULL)
                            .decoded()
                            .values(),
                    values(arrangement, 1 - style, style));
        }
    }

    @ParameterizedTest
    @EnumSource(value = Arrangement.class, names = "NONE", mode = EnumSource.Mode.EXCLUDE)
    void halfwayIsWhatTwoStylesAre(Arrangement arrangement) {
        assertArrayEquals(
                picture(arrangement, PAINTINGS, StyleMix.FULL).decoded().values(), values(arrangement, 0.5, 0.5));
    }

    /** Oracle: a fade that has hardly started has hardly changed anything, and each step of it comes nearer to its end. */
    @ParameterizedTest
    @EnumSource(value = Arrangement.class, names = "NONE", mode = EnumSource.Mode.EXCLUDE)
    void aFadeJumpsNowhere(Arrangement arrangement) {
        float[] begin = values(arrangement, 1, 0);
        float[] end = values(arrangement, 0, 1);
        double whole = distance(begin, end);
        assertTrue(whole > 0.01, "the styles differ by " + whole);
        assertTrue(distance(begin, values(arrangement, 0.999, 0.001)) < 0.02 * whole, "at its beginning");
        assertTrue(distance(end, values(arrangement, 0.001, 0.999)) < 0.02 * whole, "at its end");
        double left = whole;
        for (double share : List.of(0.2, 0.4, 0.6, 0.8, 1.0)) {
            double now = distance(end, values(arrangement, 1 - share, share));
            assertTrue(now < left, "at " + share + ": " + now + " after " + left);
            left = now;
        }
    }

    @Test
    void theSharesOfAPictureCoverAllStyles() {
        ModelPicture alone = picture(Arrangement.REWEIGHT, PAINTINGS, new StyleMix(List.of(0.0, 1.0)));
        assertEquals(2, alone.shares().size());
        for (int pixel = 0; pixel < alone.shares().get(0).values().length; pixel++) {
            assertEquals(0, alone.shares().get(0).values()[pixel]);
            assertEquals(1, alone.shares().get(1).values()[pixel]);
        }
        for (double share : List.of(0.25, 0.5, 0.75)) {
            for (Arrangement arrangement : List.of(Arrangement.REWEIGHT, Arrangement.ADD)) {
                ModelPicture mixed = picture(arrangement, PAINTINGS, new StyleMix(List.of(1 - share, share)));
                double mean = mean(mixed.shares().get(1).values());
                assertEquals(1, mean + mean(mixed.shares().get(0).values()), 1e-5);
                // attention that prefers neither painting divides as the mix does; where it says nothing, that is exact
                assertEquals(share, mean, arrangement == Arrangement.ADD ? 1e-5 : 0.1);
            }
        }
    }

    private static double mean(float[] values) {
        double sum = 0;
        for (float value : values) {
            sum += value;
        }
        return sum / values.length;
    }

    @Test
    void theDistanceOfTwoMixesIsHowFarTheStyleHasMoved() {
        StyleMix begin = new StyleMix(List.of(1.0, 1.0, 0.0)); // two that are mixed fade into a third
        assertEquals(0.25, begin.distance(new StyleMix(List.of(0.75, 0.75, 0.5))), 1e-12);
        assertEquals(1, begin.distance(new StyleMix(List.of(0.0, 0.0, 1.0))), 1e-12);
        assertEquals(0, begin.distance(begin));
        assertEquals(0, StyleMix.FULL.distance(StyleMix.FULL));
    }

    @Test
    void whatIsNoMixIsRefused() {
        for (List<Double> shares :
                List.of(List.of(0.0, 0.0), List.of(1.5, 0.0), List.of(Double.NaN), List.of(-0.1, 1.0))) {
            assertThrows(IllegalArgumentException.class, () -> new StyleMix(shares), shares::toString);
        }
        Mask everywhere = new Mask(1, 1, new float[] {1}, 0);
        StyleMix mix = new StyleMix(Stream.of(1, 0).map(Integer::doubleValue).toList());
        try (Style style = transfer.style(PAINTINGS.get(0));
                Shot shot = transfer.shot(style)) {
            assertThrows(
                    IllegalArgumentException.class,
                    () -> shot.begin(CONTENT, List.of(everywhere), mix, FrameRole.USUAL, Set.of(), FrameObserver.NONE));
        }
    }
}
