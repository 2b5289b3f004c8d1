package org.zvideo.video;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.bytedeco.javacv.Frame;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.zvideo.core.image.RgbImage;

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
        "1,0,0,-1, def/abc"
    })
    void quarterTurnsAndMirrors(int a, int b, int c, int d, String expected) {
        try (Frame upright = new DisplayRotation(a, b, c, d).apply(RgbFrames.toFrame(picture("abc/def"), 7))) {
            assertEquals(picture(expected), RgbFrames.toImage(upright));
            assertEquals(7, upright.timestamp);
        }
    }

    /** Whatever scale and rounding a writer uses. Oracle: the same turn at scale 1. */
    @ParameterizedTest
    @CsvSource({
        "-3,65535,-65535,-3, 0,1,-1,0",
        "0,32768,-32768,0, 0,1,-1,0",
        "65536,4,-4,65536, 1,0,0,1",
        "-131072,0,0,-131072, -1,0,0,-1",
        "-65530,100,100,65530, -1,0,0,1",
        "0,65536,65536,0, 0,1,1,0",
        "1000,0,0,-1000, 1,0,0,-1",
        "1,0,0,1, 1,0,0,1",
        "0,-65536,-65536,0, 0,-1,-1,0",
        "0,-70000,50000,0, 0,-1,1,0"
    })
    void matricesCountAtAnyScale(int a, int b, int c, int d, int turnedA, int turnedB, int turnedC, int turnedD) {
        assertEquals(new DisplayRotation(turnedA, turnedB, turnedC, turnedD), DisplayRotation.of(a, b, c, d));
    }

    /** The nearest quarter is taken and the rest is told. */
    @ParameterizedTest
    @CsvSource({"10, 1,0, degrees", "80, 0,1, degrees", "-100, 0,-1, degrees", "200, -1,0, degrees"})
    void otherAnglesAreNamed(double degrees, int a, int b, String word) {
        int cosine = (int) Math.round(65536 * Math.cos(Math.toRadians(degrees)));
        int sine = (int) Math.round(65536 * Math.sin(Math.toRadians(degrees)));
        DisplayRotation turned = DisplayRotation.of(cosine, sine, -sine, cosine);
        assertEquals(a, turned.a());
        assertEquals(b, turned.b());
        assertTrue(turned.left().orElse("").contains(word), turned.toString());
        assertTrue(DisplayRotation.of(0, 0, 0, 0).left().isPresent());
        assertTrue(DisplayRotation.of(65536, 0, 30000, 65536).left().orElse("").contains("slanted"));
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
