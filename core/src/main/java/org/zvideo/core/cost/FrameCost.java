package org.zvideo.core.cost;

import org.zvideo.core.diffusion.DualPathOptions;
import org.zvideo.core.edit.InterFrameAttention.Source;
import org.zvideo.core.nn.FeatureMap;
import org.zvideo.core.unet.CoarseFeatures;

/**
 * FLOPs of a whole frame by the method's settings, and the same in units.
 *
 * @param unet    of the model
 * @param options of the method
 * @param height  of the latent
 * @param width   of the latent
 * @param styles  how many, each of about the frame's size
 */
public record FrameCost(UNetCost unet, DualPathOptions options, long height, long width, int styles) {
    /** First, previous and present frame. */
    private static final int FRAMES_HELD = 3;
    /** Maps in the graph, measured with Stable Diffusion v1.5 at 512 and 768 pixels (docs/speed.md). */
    private static final double GRAPH_MAPS = 570;

    private static final double ATTENTION_COPIES = 1.6;

    /** FLOPs of one unedited run. */
    public double unit() {
        return unet.run(height, width).forward();
    }

    /** FLOPs of inverting the frame. */
    public double inversion() {
        double sum = 0;
        int run = 0;
        for (int k = 0; k < options.inversionSteps(); k++) {
            if (!options.beyond().holds(k)) {
                sum += unet.run(height, width, UNetCost.Keys.OWN, levels(run++)).forward();
            }
        }
        return sum;
    }

    /** FLOPs of unedited runs at these steps. */
    private double steps(int from, int to) {
        double sum = 0;
        for (int j = from; j < to; j++) {
            sum += unet.run(height, width, UNetCost.Keys.OWN, levels(j)).forward();
        }
        return sum;
    }

    private int levels(int step) {
        int all = unet.config().levels();
        return step % options.beyond().coarseInterval() == 0 ? all : Math.min(CoarseFeatures.FINE_LEVELS, all);
    }

    /** FLOPs of inverting and recording one style, which is done once for all frames. */
    public double style() {
        return steps(0, options.inversionSteps())
                + (recordedSteps() == 0
                        ? 0
                        : steps(
                                options.edit().steps().start(),
                                options.edit().steps().start() + (int) recordedSteps()));
    }

    private long recordedSteps() {
        return options.edit().mixing().isEmpty()
                ? 0
                : Math.min(options.steps(), options.edit().steps().end())
                        - options.edit().steps().start();
    }

    /** FLOPs of denoising a frame with everything that the settings ask for. */
    public double denoising(boolean firstOfShot) {
        double sum = 0;
        for (int j = 0; j < options.steps(); j++) {
            boolean styled = options.edit().mixing().isPresent()
                    && options.edit().steps().contains(j);
            double blocks = (firstOfShot || options.ties().attend().isEmpty()
                            ? 1
                            : options.ties().attend().size())
                    + (styled ? styles : 0);
            UNetCost.Run run = unet.run(
                    height,
                    width,
                    (layer, tokens) -> options.edit().layers().contains(layer) ? blocks * tokens : tokens,
                    levels(j));
            sum += run.forward();
            if (!firstOfShot && needsGraph() && options.ties().energy().acts(j)) {
                sum += run.backward() - foreign(styled);
            }
        }
        return sum;
    }

    /** Keys and values that are not the frame's own need no gradient: half of their attention's backward products. */
    private double foreign(boolean styled) {
        double blocks = (options.ties().attend().contains(Source.SELF)
                        ? options.ties().attend().size() - 1
                        : options.ties().attend().size())
                + (styled ? styles : 0);
        return unet.run(
                        height,
                        width,
                        (layer, tokens) -> options.edit().layers().contains(layer) ? blocks * tokens : 0)
                .own();
    }

    /** Bytes of the keys and values that wait for later passes: of the styles and, with ties between frames, of three. */
    public double storedBytes(int bytesPerNumber) {
        return ((options.ties().attend().isEmpty() ? 0 : FRAMES_HELD * options.steps()) + styles * recordedSteps())
                * keyValueBytes(bytesPerNumber);
    }

    /** Bytes of the keys and values that one frame leaves for those to come. */
    public double bytesPerFrame(int bytesPerNumber) {
        return options.ties().attend().isEmpty() ? 0 : options.steps() * keyValueBytes(bytesPerNumber);
    }

    /** Bytes of the keys and values of all edited layers in one step. */
    private double keyValueBytes(int bytesPerNumber) {
        double numbers = 0;
        for (int layer = options.edit().layers().first();
                layer <= options.edit().layers().last();
                layer++) {
            int level = unet.config().level(layer);
            numbers += 2.0
                    * FeatureMap.side(height, level)
                    * FeatureMap.side(width, level)
                    * unet.config().channels().get(level);
        }
        return numbers * bytesPerNumber;
    }

    /**
     * The approximate bytes of the U-Net's graph that wait for the gradient: a measured number of maps of the finest level, and
     * where attention is composed of products, its logits and probabilities.
     *
     * @param composed whether attention is held as a whole (bfloat16 on a CPU)
     */
    public double graphBytes(int bytesPerNumber, boolean composed) {
        double numbers = GRAPH_MAPS * height * width * unet.config().channels().get(0);
        if (composed) {
            for (int layer = 0; layer < unet.config().selfAttentionLayers(); layer++) {
                int level = unet.config().level(layer);
                double tokens = FeatureMap.side(height, level) * (double) FeatureMap.side(width, level);
                numbers += ATTENTION_COPIES * unet.config().heads().get(level) * tokens * tokens;
            }
        }
        return numbers * bytesPerNumber;
    }

    /** Whether the U-Net's graph waits for the gradient. */
    public boolean needsGraph() {
        return options.ties().energy().differentiatesModel();
    }

    /** Inversion and denoising together, in units. */
    public double units(boolean firstOfShot) {
        return (inversion() + denoising(firstOfShot)) / unit();
    }
}
