package org.zvideo.core.cost;

import java.util.List;
import org.zvideo.core.vae.AutoencoderKlConfig;

/** FLOPs of Stable Diffusion's own autoencoder, for a latent [1, C, height, width]. */
record KlCost(AutoencoderKlConfig config) {
    /** Measured with Stable Diffusion v1.5 at 512 and 768 pixels (docs/speed.md). */
    private static final double DECODE_MAPS = 30;

    double encode(long height, long width) {
        List<Integer> channels = config.channels();
        int last = channels.size() - 1;
        double sum = LayerCost.convolution(3, channels.get(0), 3, pixels(height, width, 0));
        for (int level = 0; level <= last; level++) {
            long out = channels.get(level);
            for (int n = 0; n < config.layersPerBlock(); n++) {
                sum += LayerCost.resnet(
                        n > 0 ? out : channels.get(Math.max(0, level - 1)), out, pixels(height, width, level));
            }
            sum += level == last ? 0 : LayerCost.convolution(out, out, 3, pixels(height, width, level + 1));
        }
        long moments = 2L * config.latentChannels();
        return sum
                + middle(height, width)
                + LayerCost.convolution(channels.get(last), moments, 3, height * width)
                + (config.quantConv() ? LayerCost.convolution(moments, moments, 1, height * width) : 0);
    }

    double decode(long height, long width) {
        List<Integer> channels = config.channels();
        int last = channels.size() - 1;
        long latent = config.latentChannels();
        double sum = (config.postQuantConv() ? LayerCost.convolution(latent, latent, 1, height * width) : 0)
                + LayerCost.convolution(latent, channels.get(last), 3, height * width)
                + middle(height, width);
        for (int level = last; level >= 0; level--) {
            long out = channels.get(level);
            for (int n = 0; n <= config.layersPerBlock(); n++) {
                sum += LayerCost.resnet(
                        n > 0 ? out : channels.get(Math.min(last, level + 1)), out, pixels(height, width, level));
            }
            sum += level == 0 ? 0 : LayerCost.convolution(out, out, 3, pixels(height, width, level - 1));
        }
        return sum + LayerCost.convolution(channels.get(0), 3, 3, pixels(height, width, 0));
    }

    /**
     * The approximate bytes that decoding a latent takes besides the weights: a measured number of maps of the finest level,
     * in float32.
     */
    double decodeBytes(long height, long width) {
        return DECODE_MAPS * config.channels().get(0) * pixels(height, width, 0) * Float.BYTES;
    }

    private double middle(long height, long width) {
        long c = config.channels().get(config.channels().size() - 1);
        long n = height * width;
        return 2 * LayerCost.resnet(c, c, n)
                + (config.midAttention() ? 4 * LayerCost.linear(c, c, n) + LayerCost.attention(n, n, c) : 0);
    }

    /** Pixels at a level, of which the last is the latent's. */
    private long pixels(long height, long width, int level) {
        long scale = (long) config.factor() >> level;
        return height * scale * width * scale;
    }
}
