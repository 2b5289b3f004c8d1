package org.zvideo.video.report;

import org.zvideo.core.image.RgbImage;
import org.zvideo.video.flow.FlowWarp;
import org.zvideo.video.picture.NativePicture;

/**
 * The source, blurred to the sharpness of the result, measured like a result. The blur is the same for a whole shot, since one
 * that changed from frame to frame would flicker; it is found on the first frame of the shot whose source is not flat. It keeps
 * one frame outside the Java heap, and blurs older ones again.
 */
final class BlurredSource implements AutoCloseable {
    private NativePicture now;
    private NativePicture before;
    private Double sigma;

    /** The next frame is the first of a shot. */
    void cut() {
        close();
        sigma = null;
    }

    /** Takes the next frame. */
    void add(NativePicture source, double sourceSharpness, double resultSharpness) {
        if (sigma == null && sourceSharpness > Sharpness.FLAT) {
            sigma = Blur.sigma(source, resultSharpness);
        }
        if (before != null) {
            before.close();
        }
        before = now;
        now = Blur.of(source, sigma());
    }

    /** The frame beside the one before it. */
    TrackFrame.Pair compared(FlowWarp warp, StillPixels pixels) {
        return TrackFrame.Pair.of(now, before, warp, pixels);
    }

    /** The warped error of the frame beside the one ten frames before it; null if no pixel is visible in both. */
    Double compared10(NativePicture oldSource, FlowWarp warp) {
        try (NativePicture old = Blur.of(oldSource, sigma())) {
            return WarpedError.of(now, old, warp).known();
        }
    }

    /** What was measured on the frame. */
    MeasuredFrame.Blurred measured(TrackFrame.Pair pair, Double warpedError10) {
        return new MeasuredFrame.Blurred(sigma(), new TrackFrame(Sharpness.of(now), pair, warpedError10));
    }

    /** The frame as it is, blurred. */
    RgbImage frame() {
        return now.image();
    }

    private double sigma() {
        return sigma == null ? 0 : sigma;
    }

    /** Frees the frames. */
    @Override
    public void close() {
        if (before != null) {
            before.close();
            before = null;
        }
        if (now != null) {
            now.close();
            now = null;
        }
    }
}
