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
    private final Track track = new Track();
    private final Track.Mean sigmas = new Track.Mean();
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
        sigmas.noted(sigma());
        if (before != null) {
            before.close();
        }
        before = now;
        now = Blur.of(source, sigma());
        track.sharpness(Sharpness.of(now));
    }

    /** Compares the frame with the one before it. */
    void compare(FlowWarp warp, StillPixels pixels) {
        track.difference(now, before);
        track.warped(now, before, warp);
        track.still(now, before, pixels);
    }

    /** Compares the frame with the one ten frames before it. */
    void compare10(NativePicture oldSource, FlowWarp warp) {
        try (NativePicture old = Blur.of(oldSource, sigma())) {
            track.warped10(now, old, warp);
        }
    }

    /** The frame as it is, blurred. */
    RgbImage frame() {
        return now.image();
    }

    private double sigma() {
        return sigma == null ? 0 : sigma;
    }

    Baseline baseline(Double style) {
        return track.baseline(sigmas.value(), style);
    }

    /** Frees the frames. Measurements stay. */
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
