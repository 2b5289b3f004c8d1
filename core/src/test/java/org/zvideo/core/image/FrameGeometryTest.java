package org.zvideo.core.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class FrameGeometryTest {
    private static final int[] SIZES = {8, 9, 13, 64, 127, 128, 500, 512, 1000, 1920, 2047, 8000, 20000, 65536, 100_000
    };

    /** Oracle: the limit, for every pair of sizes: what is inside is bounded by the square of the short side, or refused. */
    @Test
    void whatIsComputedIsBounded() {
        for (int width : SIZES) {
            for (int height : SIZES) {
                boolean fits = Math.max(width, height) <= 16 * Math.min(width, height);
                if (fits) {
                    FrameGeometry size = FrameGeometry.of(width, height, 64, 8);
                    assertTrue(
                            size.paddedWidth() * (long) size.paddedHeight() <= 16 * 64 * 64,
                            width + "x" + height + ": " + size);
                } else {
                    String message = assertThrows(
                                    PictureShapeException.class, () -> FrameGeometry.of(width, height, 64, 8))
                            .getMessage();
                    long inside = Math.round(Math.max(width, height) * 64.0 / Math.min(width, height));
                    assertTrue(
                            message.contains(width + "x" + height) && message.contains(Long.toString(inside)), message);
                }
            }
        }
    }

    /** Oracle: the columns that are left, which hold their own numbers. */
    @Test
    void ofALongStyleTheMiddleIsUsed() {
        RgbImage style = new RgbImage(100, 10);
        for (int n = 0; n < 1000; n++) {
            style.pixels()[3 * n] = (byte) (n % 100);
            style.pixels()[3 * n + 1] = (byte) (n / 100);
        }
        RgbImage used = FrameGeometry.usedOf(style);
        assertEquals(
                "40x10, from 30 to 69, row 7",
                used.width() + "x" + used.height() + ", from " + used.at(0, 7, 0) + " to " + used.at(39, 7, 0)
                        + ", row " + used.at(20, 7, 1));
        RgbImage square = new RgbImage(40, 10);
        assertSame(square, FrameGeometry.usedOf(square));
        assertEquals(400, FrameGeometry.usedOf(new RgbImage(100, 100_000)).height());
    }
}
