package org.zvideo.video.strokes;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.zvideo.core.image.FloatPlane;
import org.zvideo.core.image.RgbImage;
import org.zvideo.video.AppearanceCase;

class FineDetailTest {
    private static final AppearanceCase GOLDEN = new AppearanceCase("strokes");

    /** Oracle: the reference. */
    @Test
    void theShareIsTheReferences() {
        FloatPlane share = FineDetail.share(GOLDEN.image("picture0"));
        float[] expected = GOLDEN.read("share").floats();
        for (int n = 0; n < expected.length; n++) {
            assertEquals(expected[n], share.values()[n], 1e-3, "pixel " + n);
        }
    }

    /** Oracle: nothing stands out of nothing. */
    @Test
    void aFlatFrameTakesAllStrokes() {
        RgbImage flat = new RgbImage(40, 30);
        Arrays.fill(flat.pixels(), (byte) 90);
        float[] all = new float[40 * 30];
        Arrays.fill(all, 1);
        assertEquals(new FloatPlane(40, 30, all), FineDetail.share(flat));
    }
}
