package org.zvideo.video.flow;

import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.zvideo.core.image.RgbImage;

/**
 * A frame and another one that is looked up along the motion to it, in levels. Both were blurred before, because grain must not
 * count.
 *
 * @param frame red, green and blue of each pixel
 * @param moved the same of the other one
 */
record ComparedColors(float[] frame, float[] moved) {
    private static final double BLUR = 1.5;

    static ComparedColors of(FlowWarp motion, RgbImage frame, RgbImage other) {
        double blur = BLUR * MovedPictures.scale(frame.width(), frame.height());
        try (PointerScope scope = new PointerScope()) {
            Mat before = MovedPictures.blurred(MovedPictures.of(other), blur);
            return new ComparedColors(
                    MovedPictures.values(MovedPictures.blurred(MovedPictures.of(frame), blur)),
                    MovedPictures.values(MovedPictures.moved(before, motion, opencv_imgproc.INTER_LINEAR)));
        }
    }
}
