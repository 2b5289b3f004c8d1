package org.zvideo.video.bench;

import java.nio.file.Path;
import java.util.Optional;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.bytedeco.opencv.opencv_quality.QualitySSIM;
import org.zvideo.core.image.RgbImage;
import org.zvideo.video.Clip;
import org.zvideo.video.ReadOptions;
import org.zvideo.video.TimedFrames;
import org.zvideo.video.flow.WindowlessOpenCv;
import org.zvideo.video.picture.OpenCvImages;

/**
 * How alike two videos of the same frames are.
 *
 * @param frames how many were compared
 * @param psnr   10·log₁₀(255² / MSE) in dB, with the mean squared error over all frames and channels; infinite for equal ones
 * @param ssim   OpenCV's structural similarity, the mean over frames and channels; 1 for equal ones
 */
public record Likeness(long frames, double psnr, double ssim) {
    private static final double WHITE = 255;
    private static final int CHANNELS = 3;

    /**
     * Compares the frames of two videos, which have the same size.
     *
     * @throws IllegalArgumentException if one has more frames
     */
    public static Likeness of(Path one, Path other) {
        double squares = 0;
        double similarity = 0;
        long frames = 0;
        try (TimedFrames a = open(one);
                TimedFrames b = open(other)) {
            for (; a.current() != null && b.current() != null; a.advance(), b.advance()) {
                frames++;
                try (PointerScope scope = new PointerScope()) {
                    squares += meanSquare(a.current(), b.current());
                    similarity += similarity(a.current(), b.current());
                }
            }
            if (a.current() != null || b.current() != null) {
                throw new IllegalArgumentException(one + " and " + other + ": one has more frames than the other");
            }
        }
        return new Likeness(frames, 10 * Math.log10(WHITE * WHITE / (squares / frames)), similarity / frames);
    }

    private static TimedFrames open(Path video) {
        return new TimedFrames(video, Clip.WHOLE, ReadOptions.TRUSTED, Optional.empty(), () -> {});
    }

    private static double meanSquare(RgbImage one, RgbImage other) {
        double norm = opencv_core.norm(OpenCvImages.bgr(one), OpenCvImages.bgr(other), opencv_core.NORM_L2, null);
        return norm * norm / one.pixels().length;
    }

    private static double similarity(RgbImage one, RgbImage other) {
        WindowlessOpenCv.use();
        Scalar channels = QualitySSIM.compute(OpenCvImages.bgr(one), OpenCvImages.bgr(other), new Mat());
        double sum = 0;
        for (int n = 0; n < CHANNELS; n++) {
            sum += channels.get(n);
        }
        return sum / CHANNELS;
    }
}
