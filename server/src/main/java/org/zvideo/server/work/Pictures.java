package org.zvideo.server.work;

import org.zvideo.core.image.RgbImage;
import org.zvideo.video.picture.StillImage;

/** Pictures as pages show them. */
public final class Pictures {
    private Pictures() {}

    /** The picture, made smaller if it is wider. */
    public static RgbImage fitted(RgbImage image, int width) {
        if (image.width() <= width) {
            return image;
        }
        int height = Math.max(1, (int) Math.round(image.height() * (double) width / image.width()));
        return StillImage.resized(image, width, height);
    }
}
