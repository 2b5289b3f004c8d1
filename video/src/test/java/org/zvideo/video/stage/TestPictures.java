package org.zvideo.video.stage;

import java.util.List;
import java.util.Optional;
import org.zvideo.core.ModelPicture;
import org.zvideo.core.image.FloatImage;
import org.zvideo.core.image.RgbImage;
import org.zvideo.video.report.FrameMeasures;

/** Pictures of 8 bits as a model might have made them. */
public final class TestPictures {
    private static final int WIDE = 257; // 255 becomes 65,535

    private TestPictures() {}

    /** A result with that picture. */
    public static ModelFrame frame(ShotFrame source, RgbImage image) {
        return frame(source, image, FrameMeasures.NONE);
    }

    /** A result with that picture. */
    public static ModelFrame frame(ShotFrame source, RgbImage image, FrameMeasures measures) {
        return new ModelFrame(source, new ModelPicture(picture(image), Optional.empty(), List.of()), measures);
    }

    /** The picture in floating point. */
    public static FloatImage picture(RgbImage image) {
        short[] levels = new short[image.pixels().length];
        for (int n = 0; n < levels.length; n++) {
            levels[n] = (short) (WIDE * (image.pixels()[n] & 0xff));
        }
        return FloatImage.ofLevels(image.width(), image.height(), levels);
    }

    /** The picture of a result in 8 bits. */
    public static RgbImage image(ModelFrame frame) {
        FloatImage picture = frame.picture().decoded();
        short[] levels = picture.levels();
        RgbImage image = new RgbImage(picture.width(), picture.height());
        for (int n = 0; n < levels.length; n++) {
            image.pixels()[n] = (byte) Math.round((levels[n] & 0xffff) / (double) WIDE);
        }
        return image;
    }
}
