package org.zvideo.video;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import org.bytedeco.javacv.Frame;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.zvideo.core.RgbImage;

/** Oracle: the letters of a 3x2 picture turned by hand. */
class DisplayRotationTest {
    /** The linear part of the display matrix as phones write it; the picture is abc/def. */
    @ParameterizedTest
    @CsvSource({
        "1,0,0,1, abc/def",
        "0,1,-1,0, da/eb/fc",
        "-1,0,0,-1, fed/cba",
        "0,-1,1,0, cf/be/ad",
        "-1,0,0,1, cba/fed",
        "1,0,0,-1, def/abc"})
    void quarterTurnsAndMirrors(int a, int b, int c, int d, String expected) {
        try (Frame upright = new DisplayRotation(a, b, c, d).apply(RgbFrames.toFrame(picture("abc/def"), 7))) {
            assertEquals(picture(expected), RgbFrames.toImage(upright));
            assertEquals(7, upright.timestamp);
        }
    }

    @Test
    void uprightFramesAreNotCopied() {
        try (Frame frame = RgbFrames.toFrame(picture("abc/def"), 0)) {
            assertSame(frame, DisplayRotation.NONE.apply(frame));
        }
    }

    private static RgbImage picture(String rows) {
        String[] lines = rows.split("/");
        RgbImage image = new RgbImage(lines[0].length(), lines.length);
        for (int y = 0; y < lines.length; y++) {
            for (int x = 0; x < lines[y].length(); x++) {
                image.pixels()[3 * (y * image.width() + x) + 1] = (byte) lines[y].charAt(x);
            }
        }
        return image;
    }
}
