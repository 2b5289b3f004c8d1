package org.zvideo.core.vae;

import java.util.Arrays;
import java.util.List;
import org.zvideo.core.weights.Config;

/**
 * Sizes of a tiny autoencoder (TAESD, diffusers' {@code AutoencoderTiny}), from its {@code config.json}. {@code
 * latent_magnitude} and {@code latent_shift} are for storing latents as bytes and play no part.
 *
 * @param latentChannels C of the latents
 * @param encoderWidth   channels of all of the encoder's maps; diffusers' class can run no other than equal widths
 * @param encoderBlocks  blocks at each resolution, finest first
 * @param decoderWidth   channels of all of the decoder's maps
 * @param decoderBlocks  blocks at each resolution, coarsest first
 * @param scalingFactor  what a latent is multiplied with after encoding: 1, since these latents are on the U-Net's scale
 */
public record AutoencoderTinyConfig(
        int latentChannels,
        int encoderWidth,
        List<Integer> encoderBlocks,
        int decoderWidth,
        List<Integer> decoderBlocks,
        double scalingFactor)
        implements VaeConfig {
    /** Its name in {@code _class_name}. */
    public static final String CLASS = "AutoencoderTiny";

    private static final int MOST_LEVELS = 8;
    private static final int MOST_BLOCKS = 16;
    private static final int WIDEST = 4096;
    private static final String PLAIN = "not a tiny autoencoder of Stable Diffusion v1 or 2; use taesd's own folder";

    public AutoencoderTinyConfig {
        encoderBlocks = List.copyOf(encoderBlocks);
        decoderBlocks = List.copyOf(decoderBlocks);
    }

    public static AutoencoderTinyConfig of(Config config) {
        config.require("act_fn", "relu", PLAIN);
        config.require("upsample_fn", "nearest", PLAIN);
        config.require("upsampling_scaling_factor", 2, PLAIN);
        config.require("in_channels", 3, PLAIN);
        config.require("out_channels", 3, PLAIN);
        config.require("shift_factor", 0, PLAIN);
        List<Integer> encoder = blocks(config, "num_encoder_blocks", List.of(1, 3, 3, 3));
        List<Integer> decoder = blocks(config, "num_decoder_blocks", List.of(3, 3, 3, 1));
        if (encoder.size() != decoder.size()) {
            throw config.error("num_decoder_blocks", "as many resolutions as num_encoder_blocks has");
        }
        return new AutoencoderTinyConfig(
                config.integer("latent_channels", 4, 1, 64),
                width(config, "encoder_block_out_channels", encoder.size()),
                encoder,
                width(config, "decoder_block_out_channels", decoder.size()),
                decoder,
                config.number("scaling_factor", 1, 1e-4, 1e4));
    }

    private static List<Integer> blocks(Config config, String key, List<Integer> usual) {
        return config.has(key)
                ? Arrays.stream(config.integers(key, MOST_LEVELS, 1, MOST_BLOCKS))
                        .boxed()
                        .toList()
                : usual;
    }

    private static int width(Config config, String key, int levels) {
        if (!config.has(key)) {
            return 64;
        }
        int[] widths = config.integers(key, MOST_LEVELS, 1, WIDEST);
        if (widths.length != levels || Arrays.stream(widths).anyMatch(width -> width != widths[0])) {
            throw config.error(key, "the same width " + levels + " times");
        }
        return widths[0];
    }

    @Override
    public int factor() {
        return 1 << (encoderBlocks.size() - 1);
    }
}
