package org.zvideo.video.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.zvideo.core.image.RgbImage;
import org.zvideo.video.MadeClips;

class ResizedMotionTest {
    private static final int WIDTH = 240;
    private static final int HEIGHT = 136;

    /** Oracles: the pan's step at half the size, and the definition: visible where all that is covered is. */
    @Test
    void aReducedMotionIsThatOfSmallerPictures() {
        List<RgbImage> pan = new MadeClips(WIDTH, HEIGHT).pan();
        try (FlowWarp motion = FlowWarp.between(pan.get(1), pan.get(0));
                FlowWarp half = ResizedMotion.of(motion, WIDTH / 2, HEIGHT / 2)) {
            int hidden = 0;
            double step = 0;
            for (int pixel = 0; pixel < WIDTH / 2 * HEIGHT / 2; pixel++) {
                int x = pixel % (WIDTH / 2);
                int corner = 2 * Math.floorDiv(pixel, WIDTH / 2) * WIDTH + 2 * x;
                boolean all = motion.visible(corner)
                        && motion.visible(corner + 1)
                        && motion.visible(corner + WIDTH)
                        && motion.visible(corner + WIDTH + 1);
                assertEquals(all, half.visible(pixel), "pixel " + pixel);
                hidden += all ? 0 : 1;
                step += (half.originX(pixel) - x) / (WIDTH / 2 * HEIGHT / 2);
            }
            assertTrue(hidden > HEIGHT, hidden + " pixels are hidden");
            assertEquals(3.5, step, 0.3);
        }
    }

    /** Oracles: the pan's step at twice the size, and the definition: visible where the pixel around it is. */
    @Test
    void anEnlargedMotionIsThatOfLargerPictures() {
        List<RgbImage> pan = new MadeClips(WIDTH, HEIGHT).pan();
        try (FlowWarp motion = FlowWarp.between(pan.get(1), pan.get(0));
                FlowWarp twice = ResizedMotion.of(motion, 2 * WIDTH, 2 * HEIGHT)) {
            double step = 0;
            for (int pixel = 0; pixel < 4 * WIDTH * HEIGHT; pixel++) {
                int x = pixel % (2 * WIDTH);
                int around = Math.floorDiv(pixel, 4 * WIDTH) * WIDTH + x / 2;
                assertEquals(motion.visible(around), twice.visible(pixel), "pixel " + pixel);
                step += (twice.originX(pixel) - x) / (4 * WIDTH * HEIGHT);
            }
            assertEquals(14, step, 1.2);
        }
    }
}
