package org.zvideo.video.flow;

import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Size;
import org.zvideo.video.picture.NativePicture;

/**
 * The size of frames in which their motion is looked for (METHOD.md §8): their own up to {@value #WHOLE} lines, {@value #LINES}
 * lines above. Motion is smooth, so what a larger size would add is hardly seen, and the cost stops growing with the film.
 */
public record SearchSize(int width, int height) {
    private static final int WHOLE = 540;
    private static final int LINES = 360;

    /** The size for frames of this one. */
    public static SearchSize of(int width, int height) {
        int lines = Math.min(width, height);
        if (lines <= WHOLE) {
            return new SearchSize(width, height);
        }
        double scale = LINES / (double) lines;
        return new SearchSize((int) Math.round(scale * width), (int) Math.round(scale * height));
    }

    /** A gray picture in this size, which the caller closes; the mean of the pixels that each pixel covers. */
    NativePicture of(NativePicture gray) {
        try (PointerScope scope = new PointerScope()) {
            Mat reduced = new Mat();
            opencv_imgproc.resize(gray.mat(), reduced, new Size(width, height), 0, 0, opencv_imgproc.INTER_AREA);
            return NativePicture.of(reduced);
        }
    }
}
