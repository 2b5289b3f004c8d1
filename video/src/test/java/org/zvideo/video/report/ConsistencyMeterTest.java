package org.zvideo.video.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.zvideo.core.RgbImage;

/** Oracle: pictures whose differences and motion are known by construction. */
class ConsistencyMeterTest {
    @Test
    void diffIsTheMeanAbsoluteDifferenceOver255() {
        ConsistencyMeter meter = new ConsistencyMeter();
        RgbImage source = textured(0);
        assertNull(meter.add(source, flat(100), 0, 1).diff());
        assertEquals(51 / 255.0, meter.add(source, flat(151), 0.04, 1).diff(), 1e-6);
        assertEquals(0, meter.add(source, flat(151), 0.08, 1).diff(), 0);
        ConsistencyReport report = meter.report();
        assertEquals(0.1, report.result().mean(), 1e-6);
        assertEquals(0.01, report.result().variance(), 1e-6);
        assertEquals(0.01, report.result().pixelVariance(), 1e-6);
        assertEquals(0, report.source().mean(), 0);
        assertEquals(0.1, report.excess(), 1e-6);
        assertEquals(3, report.frames());
    }

    @Test
    void whatMovesWithTheSourceHasNoWarpedError() {
        ConsistencyMeter meter = new ConsistencyMeter();
        FrameStatistics last = null;
        for (int i = 0; i <= 10; i++) {
            last = meter.add(textured(i), textured(i), i, 1);
        }
        assertTrue(last.warpedError() < 0.02, "warped " + last.warpedError());
        assertTrue(last.unwarpedError() > 3 * last.warpedError(), "unwarped " + last.unwarpedError());
        assertTrue(last.warpedError10() < 0.05, "gap 10: " + last.warpedError10());
        assertEquals(last.warpedError(), last.sourceWarpedError(), 1e-12);
    }

    @Test
    void whatFlickersOverAStillSourceHasItsFullError() {
        ConsistencyMeter meter = new ConsistencyMeter();
        meter.add(textured(0), flat(100), 0, 1);
        assertEquals(51 / 255.0, meter.add(textured(0), flat(151), 1, 1).warpedError(), 1e-6);
    }

    /** Oracle: the two shots measured one by one. */
    @Test
    void aCutIsNoUnsteadiness() {
        ConsistencyMeter meter = new ConsistencyMeter();
        meter.add(flat(10), flat(10), 0, 1);
        meter.add(flat(10), flat(20), 1, 1);
        meter.cut();
        FrameStatistics first = meter.add(flat(200), flat(200), 2, 1);
        assertNull(first.diff());
        assertNull(first.warpedError());
        meter.add(flat(200), flat(230), 3, 1);
        assertEquals(20 / 255.0, meter.report().result().mean(), 1e-6);
    }

    @Test
    void blurLowersSharpness() {
        assertTrue(Sharpness.of(textured(0)) > 10);
        assertEquals(0, Sharpness.of(flat(90)), 1e-12);
    }

    private static RgbImage flat(int level) {
        RgbImage image = new RgbImage(160, 120);
        Arrays.fill(image.pixels(), (byte) level);
        return image;
    }

    /** A texture that moves one pixel to the right per frame. */
    private static RgbImage textured(int time) {
        RgbImage image = new RgbImage(160, 120);
        for (int y = 0; y < 120; y++) {
            for (int x = 0; x < 160; x++) {
                double u = x - time;
                double value = Math.sin(u / 5) * Math.cos(y / 7.0) + Math.sin((u + 2 * y) / 11);
                for (int channel = 0; channel < 3; channel++) {
                    image.pixels()[3 * (160 * y + x) + channel] = (byte) (128 + 50 * value);
                }
            }
        }
        return image;
    }
}
