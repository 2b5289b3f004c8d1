package org.zvideo.core.cost;

import org.zvideo.core.diffusion.DualPathOptions;
import org.zvideo.core.diffusion.Window;
import org.zvideo.core.diffusion.WindowSize;
import org.zvideo.core.nn.FeatureMap;
import org.zvideo.core.unet.UNetConfig;

/**
 * What motion modules cost beside the U-Net.
 *
 * @param config  of the U-Net
 * @param middle  whether there is a module in the middle
 * @param windows in which frames are worked on
 * @param height  of the latent
 * @param width   of the latent
 */
public record MotionCost(UNetConfig config, boolean middle, WindowSize windows, long height, long width) {
    /** Multiplications of a token by matrices C×C: 2 projections, 4 of each attention, 8 and 4 of the feed-forward layer. */
    private static final int PRODUCTS = 22;
    /** The maps that a frame of a window holds at most beside those for the way up, while it passes a module. */
    private static final int PRESENT = 6;

    /** FLOPs of all modules for a frame in one window, in one run of the U-Net. */
    public double run() {
        double sum = 0;
        for (int level = 0; level < config.levels(); level++) {
            boolean last = level == config.levels() - 1;
            sum += (2 * config.layersPerBlock() + 1 + (last && middle ? 1 : 0)) * module(level);
        }
        return sum;
    }

    private double module(int level) {
        double tokens = tokens(level);
        double channels = config.channels().get(level);
        return tokens * (2.0 * PRODUCTS * channels * channels + 2 * 2.0 * 2 * windows.length() * channels);
    }

    private double tokens(int level) {
        return (double) FeatureMap.side(height, level) * FeatureMap.side(width, level);
    }

    /**
     * Runs of the U-Net for each frame of a shot and step, on average: more than 1, because neighboring windows share frames.
     *
     * @param frames of the shot
     */
    public double runsPerFrame(long frames) {
        long done = 0;
        long runs = 0;
        while (done < frames) {
            int known = (int) Math.min(done, windows.known());
            int next = (int) Math.min(frames - done, windows.stretch(done > 0));
            for (Window window : Window.over(known, known + next, windows)) {
                runs += window.end() - window.begin();
            }
            done += next;
        }
        return frames == 0 ? 1 : (double) runs / frames;
    }

    /**
     * Bytes of a window on its way through the U-Net: for each frame, the maps for the way up.
     *
     * @param bytesPerNumber of the U-Net
     */
    public double windowBytes(int bytesPerNumber) {
        double numbers = 0;
        for (int level = 0; level < config.levels(); level++) {
            double map = tokens(level) * config.channels().get(level);
            numbers += map * (config.layersPerBlock() + 1 + (level == 0 ? PRESENT : 0));
        }
        return windows.length() * numbers * bytesPerNumber;
    }

    /**
     * Bytes of what a stretch leaves to the windows of the next, in float32.
     *
     * @param options of the method
     */
    public double stateBytes(DualPathOptions options) {
        double latents = options.inversionSteps() + 1.0 + options.steps() + 1;
        return windows.known() * latents * config.inChannels() * height * width * Float.BYTES;
    }
}
