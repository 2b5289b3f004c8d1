package org.zvideo.video.strokes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.zvideo.core.image.RgbImage;
import org.zvideo.video.AppearanceCase;

/** Oracle: how the frames were made. */
class MotionTest {
    private static final RgbImage PHOTO = new AppearanceCase("strokes").image("painting");
    private static final int SIDE = 120;

    /** A square of the picture that begins at a place. */
    private static RgbImage part(int top, int left) {
        RgbImage part = new RgbImage(SIDE, SIDE);
        for (int y = 0; y < SIDE; y++) {
            System.arraycopy(
                    PHOTO.pixels(), 3 * ((top + y) * PHOTO.width() + left), part.pixels(), 3 * SIDE * y, 3 * SIDE);
        }
        return part;
    }

    @Test
    void pixelsComeFromWhereTheyWere() {
        Motion motion = TestMotion.between(part(12, 37), part(10, 40));
        int middle = SIDE / 2 * SIDE + SIDE / 2;
        assertEquals(SIDE / 2.0 + 2, motion.y()[middle], 0.2);
        assertEquals(SIDE / 2.0 - 3, motion.x()[middle], 0.2);
        assertTrue(motion.trusted()[middle]);
        assertFalse(motion.trusted()[SIDE / 2 * SIDE], "what comes in at the left was not seen before");
    }

    @Test
    void aPixelThatLooksOtherwiseIsNotTrusted() {
        RgbImage before = part(10, 40);
        RgbImage flash = part(10, 40);
        for (int n = 0; n < flash.pixels().length; n++) {
            flash.pixels()[n] = (byte) Math.min(255, (flash.pixels()[n] & 0xff) + 60);
        }
        Motion motion = TestMotion.between(flash, before);
        int trusted = 0;
        for (boolean pixel : motion.trusted()) {
            trusted += pixel ? 1 : 0;
        }
        assertTrue(trusted < SIDE * SIDE / 10, trusted + " pixels");
    }
}
