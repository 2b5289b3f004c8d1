package org.zvideo.video.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.zvideo.core.image.RgbImage;
import org.zvideo.video.picture.NativePicture;

/** Oracle: a picture does not move against itself. OpenCV crashes on pictures below its pyramid's size. */
class OpticalFlowTest {
    @ParameterizedTest
    @CsvSource({"1, 1", "3, 1", "8, 8", "40, 8", "40, 12", "400, 2", "31, 33", "64, 48"})
    void picturesOfAnySizeHaveAFlow(int width, int height) {
        RgbImage image = new RgbImage(width, height);
        for (int n = 0; n < image.pixels().length; n++) {
            image.pixels()[n] = (byte) (97 * n);
        }
        double[] colors = new double[3 * width];
        try (FlowWarp warp = FlowWarp.between(image, image);
                NativePicture picture = NativePicture.of(image)) {
            for (int row = 0; row < height; row++) {
                warp.warped(picture, row, colors);
                for (int n = 0; n < colors.length; n++) {
                    assertEquals(picture.value(row * colors.length + n), colors[n], 1e-3);
                }
            }
        }
    }
}
