package org.zvideo.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.zvideo.core.diffusion.DualPathOptions;
import org.zvideo.core.guidance.EnergyOptions;
import org.zvideo.core.image.FrameObserver;
import org.zvideo.core.image.RgbImage;
import org.zvideo.core.metrics.FrameDifference;

class ShotTest {
    private static final int STEPS = 3;

    /** Oracle: a video of one repeated picture has nothing that could move. */
    @Test
    void energyDoesNotMakeRepeatedFramesMove() {
        double attention = repeated(FrameConsistency.ATTENTION);
        double full = repeated(FrameConsistency.FULL);
        assertTrue(full <= attention + 1 / 255.0, "full " + full + ", attention " + attention);
    }

    private static double repeated(FrameConsistency temporal) {
        RgbImage frame = TestModels.pattern(72, 64, 0);
        FrameDifference difference = new FrameDifference();
        for (RgbImage result : run(temporal, List.of(frame, frame, frame, frame, frame))) {
            float[] values = new float[result.pixels().length];
            for (int n = 0; n < values.length; n++) {
                values[n] = (result.pixels()[n] & 0xff) / 255f;
            }
            difference.add(values);
        }
        return difference.summary().mean();
    }

    /** Oracle: arithmetic. Either form asks for a longer step than the bound allows, at every step. */
    @Test
    void whereTheBoundDecidesNeitherWeightNorFormDo() {
        EnergyOptions usual = StyleTransferOptions.methodDefaults(12, FrameConsistency.FULL)
                .ties()
                .energy();
        assertTrue(usual.alwaysBounded());
        List<RgbImage> squared = run(usual);
        assertEquals(squared, run(with(usual, EnergyOptions.Form.NORM, usual.weight(), usual.reach())));
        assertEquals(squared, run(with(usual, EnergyOptions.Form.MSE, 7 * usual.weight(), usual.reach())));
        EnergyOptions longer = with(usual, EnergyOptions.Form.MSE, usual.weight(), 0.5);
        assertFalse(longer.alwaysBounded());
        assertNotEquals(run(longer), run(with(longer, EnergyOptions.Form.NORM, longer.weight(), longer.reach())));
    }

    private static EnergyOptions with(EnergyOptions energy, EnergyOptions.Form form, double weight, double reach) {
        return new EnergyOptions(energy.gradient(), form, weight, energy.steps(), reach);
    }

    private static List<RgbImage> run(EnergyOptions energy) {
        DualPathOptions method = StyleTransferOptions.methodDefaults(12, FrameConsistency.FULL);
        return run(
                method.withTies(method.ties().withEnergy(energy)),
                List.of(TestModels.pattern(64, 64, 0), TestModels.pattern(64, 64, 2), TestModels.pattern(64, 64, 4)));
    }

    /** Oracle: JavaCPP's own count of pointers it holds; a leak of a single tensor per frame would show. */
    @ParameterizedTest
    @EnumSource(FrameConsistency.class)
    void liveTensorsDoNotGrowWithFrames(FrameConsistency temporal) {
        List<Long> counts = new ArrayList<>();
        try (StyleTransfer transfer = TestModels.open(StyleTransferOptions.methodDefaults(STEPS, temporal))) {
            List<Style> styles = TestModels.style(transfer);
            try (Shot shot = transfer.shot(styles)) {
                for (int i = 0; i < 6; i++) {
                    shot.next(TestModels.pattern(64, 64, i), FrameObserver.NONE);
                    counts.add(Pointer.totalCount());
                }
            }
            styles.forEach(Style::close);
        }
        assertEquals(counts.get(2), counts.get(5), "pointers after each frame: " + counts);
    }

    /**
     * Oracle: the number of resident bytes that the system reports, without Java's heap, which grows and shrinks as the
     * collector likes. The collector's own tables come and go with a hundred megabytes and the allocator moves by some, so
     * the least of ten readings is taken; a leak of a quarter of what each frame leaves to the next is more than that.
     */
    @Test
    void residentMemoryIsFlatOver200Frames() {
        long early = Long.MAX_VALUE;
        long late = Long.MAX_VALUE;
        long perFrame = 0;
        try (StyleTransfer transfer = TestModels.open(StyleTransferOptions.methodDefaults(4, FrameConsistency.FULL))) {
            List<Style> styles = TestModels.style(transfer);
            try (Shot shot = transfer.shot(styles)) {
                for (int i = 1; i <= 200; i++) {
                    shot.next(TestModels.pattern(64, 64, i), FrameObserver.NONE);
                    if (i > 10 && i <= 60 && i % 5 == 0) {
                        early = Math.min(early, nativeResident());
                    } else if (i > 150 && i % 5 == 0) {
                        late = Math.min(late, nativeResident());
                    }
                }
                perFrame = shot.bytes() / 2;
            }
            styles.forEach(Style::close);
        }
        System.out.printf(
                "resident memory: frames to 60 %.1f MB, to 200 %.1f MB, a frame leaves %.2f MB%n",
                early / 1e6, late / 1e6, perFrame / 1e6);
        assertTrue(late - early <= 140 * perFrame / 4, "frames to 60: " + early + " bytes, to 200: " + late);
    }

    private static long nativeResident() {
        System.gc();
        return Pointer.physicalBytes() - Runtime.getRuntime().totalMemory();
    }

    /** Oracle: frame 0 of a shot is a still picture by definition (METHOD.md §7); frame 1 is not. */
    @Test
    void firstFrameIsThatOfAStillPictureAndTheSecondIsNot() {
        List<RgbImage> frames = List.of(TestModels.pattern(64, 64, 0), TestModels.pattern(64, 64, 5));
        List<RgbImage> alone = run(FrameConsistency.NONE, frames);
        List<RgbImage> together = run(FrameConsistency.FULL, frames);
        assertEquals(alone.get(0), together.get(0));
        assertNotEquals(alone.get(1), together.get(1));
    }

    /** Oracle: the size that went in. 97x65 is a multiple of nothing. */
    @Test
    void oddSizesComeBackAsTheyWere() {
        RgbImage result = run(FrameConsistency.NONE, List.of(TestModels.pattern(97, 65, 0)))
                .get(0);
        assertEquals(97, result.width());
        assertEquals(65, result.height());
    }

    @Test
    void anObserverCanEndAFrame() {
        try (StyleTransfer transfer =
                        TestModels.open(StyleTransferOptions.methodDefaults(STEPS, FrameConsistency.FULL));
                Shot shot = transfer.shot(List.of())) {
            FrameObserver impatient = new FrameObserver() {
                @Override
                public void progress(int done, int total) {
                    throw new IllegalStateException("enough after " + done + " of " + total);
                }
            };
            IllegalStateException error = assertThrows(
                    IllegalStateException.class, () -> shot.next(TestModels.pattern(64, 64, 0), impatient));
            assertEquals("enough after 1 of " + 2 * STEPS, error.getMessage());
        }
    }

    private static List<RgbImage> run(FrameConsistency temporal, List<RgbImage> frames) {
        return run(StyleTransferOptions.methodDefaults(STEPS, temporal), frames);
    }

    private static List<RgbImage> run(DualPathOptions method, List<RgbImage> frames) {
        List<RgbImage> results = new ArrayList<>();
        try (StyleTransfer transfer = TestModels.open(method)) {
            List<Style> styles = TestModels.style(transfer);
            try (Shot shot = transfer.shot(styles)) {
                frames.forEach(frame -> results.add(shot.next(frame, FrameObserver.NONE)));
            }
            styles.forEach(Style::close);
        }
        return results;
    }
}
