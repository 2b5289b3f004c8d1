package org.zvideo.video.flow;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.FloatBuffer;
import java.util.Optional;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.opencv_core.Mat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.zvideo.core.image.FloatImage;
import org.zvideo.core.image.FloatPlane;
import org.zvideo.core.image.RgbImage;
import org.zvideo.video.AppearanceCase;
import org.zvideo.video.flow.Transport.Carried;

class TransportTest {
    private static final AppearanceCase GOLDEN = new AppearanceCase("transport");
    private static final Transport USUAL = new Transport(0.9, 0, 270.0 / 256);
    private static final double LEAST = 0.7;
    private static final double LEVELS = 127.5;

    /** The flow of a pair in the golden case. */
    private static FlowField flow(String pair, String which) {
        AppearanceCase.Values read = GOLDEN.read(pair + "-" + which);
        try (PointerScope scope = new PointerScope()) {
            Mat mat = new Mat(read.shape()[0], read.shape()[1], opencv_core.CV_32FC2);
            mat.<FloatBuffer>createBuffer().put(read.floats());
            return new FlowField(read.shape()[1], read.shape()[0], mat);
        }
    }

    private static FlowWarp motion(String pair) {
        FlowField flow = flow(pair, "flow");
        try (FlowField back = flow(pair, "back")) {
            return new FlowWarp(flow, back);
        }
    }

    private static Trust trust(String pair, FlowWarp motion) {
        return Trust.of(motion, GOLDEN.image(pair + "-now"), GOLDEN.image(pair + "-earlier"));
    }

    /** What is carried in a pair, in levels 0…255. */
    private static double[] carried(Transport transport, String pair, boolean older) {
        FloatImage result = FloatImage.of(GOLDEN.image(pair + "-result"));
        try (FlowWarp motion = motion(pair)) {
            FloatPlane trust = trust(pair, motion).values();
            Carried before = new Carried(FloatImage.of(GOLDEN.image(pair + "-before")), motion, trust);
            Optional<Carried> ago = older ? Optional.of(new Carried(turned(result), motion, trust)) : Optional.empty();
            float[] values = transport.into(result, before, ago).values();
            double[] levels = new double[values.length];
            for (int n = 0; n < levels.length; n++) {
                levels[n] = (values[n] + 1) * LEVELS;
            }
            return levels;
        }
    }

    private static FloatImage turned(FloatImage image) {
        float[] values = new float[image.values().length];
        for (int n = 0; n < values.length; n++) {
            values[n] = image.values()[values.length - 3 - n / 3 * 3 + n % 3];
        }
        return new FloatImage(image.width(), image.height(), values);
    }

    /** Oracle: the reference. */
    @ParameterizedTest
    @ValueSource(strings = {"pan", "object", "light"})
    void trustAndVisibilityAreTheReferences(String pair) {
        try (FlowWarp motion = motion(pair)) {
            double[] visible = GOLDEN.read(pair + "-visible").values();
            for (int pixel = 0; pixel < visible.length; pixel++) {
                assertEquals(visible[pixel] == 1, motion.visible(pixel), "pixel " + pixel);
            }
            assertArrayEquals(
                    GOLDEN.read(pair + "-trust").floats(),
                    trust(pair, motion).values().values(),
                    1e-5f);
        }
    }

    /** Oracle: the reference, in levels. */
    @ParameterizedTest
    @ValueSource(strings = {"pan", "object", "light"})
    void whatIsCarriedIsTheReferences(String pair) {
        assertArrayEquals(GOLDEN.read(pair + "-carried").values(), carried(USUAL, pair, false), 1e-3);
    }

    /** Oracle: the reference, whose high band is carried too. */
    @Test
    void highBandIsTheReferences() {
        assertArrayEquals(
                GOLDEN.read("object-both").values(), carried(new Transport(0.6, 0.4, 4), "object", false), 1e-3);
    }

    /** Oracle: the program beside the reference, which carries an older result as well. */
    @Test
    void olderResultIsTheReferences() {
        assertArrayEquals(GOLDEN.read("pan-older").values(), carried(USUAL, "pan", true), 1e-3);
    }

    /** Oracle: the design: what was hidden is the frame's own, to the bit. */
    @Test
    void hiddenPixelsAreUntouched() {
        FloatImage result = FloatImage.of(GOLDEN.image("object-result"));
        try (FlowWarp motion = motion("object")) {
            Carried before = new Carried(
                    FloatImage.of(GOLDEN.image("object-before")),
                    motion,
                    trust("object", motion).values());
            float[] values = USUAL.into(result, before, Optional.of(before)).values();
            int hidden = 0;
            for (int pixel = 0; pixel < values.length / 3; pixel++) {
                if (!motion.visible(pixel)) {
                    hidden++;
                    for (int n = 3 * pixel; n < 3 * pixel + 3; n++) {
                        assertEquals(result.values()[n], values[n], 0);
                    }
                }
            }
            assertTrue(hidden > 500, hidden + " hidden pixels");
        }
    }

    /** Oracle: the reference; and a jump beyond the bounds, which light does not count as. */
    @Test
    void changeOfLightIsTheReferences() {
        for (String pair : new String[] {"pan", "object", "light"}) {
            RgbImage now = GOLDEN.image(pair + "-now");
            RgbImage earlier = GOLDEN.image(pair + "-earlier");
            try (FlowWarp motion = motion(pair)) {
                assertEquals(
                        GOLDEN.read(pair + "-gain").values()[0],
                        LightChange.between(motion, now, earlier, LEAST, 1 / LEAST),
                        1e-5);
                assertEquals(1, LightChange.between(motion, now, earlier, 0.9, 1.1), 0);
            }
        }
    }

    /** Oracle: arithmetic: over a change of light of 60 levels nothing is trusted, over one of 6 three quarters. */
    @Test
    void anotherLightIsNotTrusted() {
        RgbImage frame = GOLDEN.image("pan-earlier");
        try (FlowWarp motion = FlowWarp.between(frame, frame)) {
            assertEquals(1, Trust.of(motion, frame, frame).sameLight(), 0);
            assertEquals(0, Trust.of(motion, lighter(frame, 60), frame).mean(), 0);
            assertEquals(
                    0.75, Trust.of(motion, lighter(frame, 6), frame).sameLight(), 0.02); // a few levels are clipped
        }
    }

    private static RgbImage lighter(RgbImage image, int levels) {
        RgbImage lighter = new RgbImage(image.width(), image.height());
        for (int n = 0; n < image.pixels().length; n++) {
            lighter.pixels()[n] = (byte) Math.min(255, (image.pixels()[n] & 0xff) + levels);
        }
        return lighter;
    }
}
