package org.zvideo.core.cost;

import java.util.List;
import org.zvideo.core.vae.AutoencoderTinyConfig;

/** FLOPs of a tiny autoencoder, for a latent [1, C, height, width]. */
record TinyCost(AutoencoderTinyConfig config) {
    /** Measured with 64 channels at 512×512 and 1920×1088: 4.5 (docs/speed.md). */
    private static final double DECODE_MAPS = 5;

    double encode(long height, long width) {
        List<Integer> blocks = config.encoderBlocks();
        long c = config.encoderWidth();
        double sum = LayerCost.convolution(3, c, 3, pixels(height, width, 0))
                + LayerCost.convolution(c, config.latentChannels(), 3, height * width);
        for (int level = 0; level < blocks.size(); level++) {
            sum += (3.0 * blocks.get(level) + (level == 0 ? 0 : 1))
                    * LayerCost.convolution(c, c, 3, pixels(height, width, level));
        }
        return sum;
    }

    double decode(long height, long width) {
        List<Integer> blocks = config.decoderBlocks();
        long c = config.decoderWidth();
        int last = blocks.size() - 1;
        double sum = LayerCost.convolution(config.latentChannels(), c, 3, height * width)
                + LayerCost.convolution(c, 3, 3, pixels(height, width, 0));
        for (int index = 0; index <= last; index++) {
            int level = last - index;
            sum += 3.0 * blocks.get(index) * LayerCost.convolution(c, c, 3, pixels(height, width, level))
                    + (level == 0 ? 0 : LayerCost.convolution(c, c, 3, pixels(height, width, level - 1)));
        }
        return sum;
    }

    /** The approximate bytes that decoding a latent takes besides the weights, in float32. */
    double decodeBytes(long height, long width) {
        return DECODE_MAPS * config.decoderWidth() * pixels(height, width, 0) * Float.BYTES;
    }

    /** Pixels at a level, of which 0 is the picture's and the last is the latent's. */
    private long pixels(long height, long width, int level) {
        long scale = (long) config.factor() >> level;
        return height * scale * width * scale;
    }
}
