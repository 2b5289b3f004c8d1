package org.zvideo.core.vae;

import java.util.Arrays;
import java.util.List;
import org.zvideo.core.weights.Config;
import org.zvideo.core.weights.WeightException;

/**
 * Sizes of an AutoencoderKL, from {@code vae/config.json}.
 *
 * @param latentChannels C of the latents
 * @param channels       of each resolution, finest first
 * @param layersPerBlock resnets of an encoder block; a decoder block has one more
 * @param groups         of the group norms
 * @param scalingFactor  what a latent is multiplied with after encoding
 * @param midAttention   whether the middle block has a self-attention
 * @param quantConv      whether a 1×1 convolution follows the encoder
 * @param postQuantConv  whether a 1×1 convolution precedes the decoder
 */
public record AutoencoderKlConfig(
        int latentChannels,
        List<Integer> channels,
        int layersPerBlock,
        int groups,
        double scalingFactor,
        boolean midAttention,
        boolean quantConv,
        boolean postQuantConv)
        implements VaeConfig {
    private static final int MOST_LEVELS = 8;
    private static final int WIDEST = 16_384;
    private static final double OF_XL = 0.13025;
    private static final String PLAIN =
            "not an autoencoder of Stable Diffusion v1 or 2; use the model's own vae folder";

    public static AutoencoderKlConfig of(Config config) {
        config.require("act_fn", "silu", PLAIN);
        config.require("shift_factor", "null", PLAIN);
        config.require("latents_mean", "null", PLAIN);
        config.require("in_channels", 3, PLAIN);
        config.require("out_channels", 3, PLAIN);
        if (config.number("scaling_factor", 0.18215, 1e-4, 1e4) == OF_XL) {
            throw new WeightException(config.error("scaling_factor", "0.18215").getMessage()
                    + ", which is Stable Diffusion XL's: " + PLAIN);
        }
        int groups = config.integer("norm_num_groups", 32, 1, WIDEST);
        int[] channels = config.integers("block_out_channels", MOST_LEVELS, 1, WIDEST);
        if (Arrays.stream(channels).anyMatch(width -> width % groups != 0)) {
            throw config.error("block_out_channels", "widths that divide into " + groups + " groups");
        }
        return new AutoencoderKlConfig(
                config.integer("latent_channels", 1, 64),
                Arrays.stream(channels).boxed().toList(),
                Config.layersPerBlock(config),
                groups,
                config.number("scaling_factor", 0.18215, 1e-4, 1e4),
                config.flag("mid_block_add_attention", true),
                config.flag("use_quant_conv", true),
                config.flag("use_post_quant_conv", true));
    }

    /** 8 for four resolutions. */
    @Override
    public int factor() {
        return 1 << (channels.size() - 1);
    }
}
