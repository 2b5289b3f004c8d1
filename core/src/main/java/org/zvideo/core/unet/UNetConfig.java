package org.zvideo.core.unet;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.zvideo.core.error.Remedy;
import org.zvideo.core.weights.Config;
import org.zvideo.core.weights.WeightException;

/**
 * Sizes of the U-Net of Stable Diffusion v1 or 2, from {@code unet/config.json}.
 *
 * @param inChannels       of the latent, also those of the predicted noise
 * @param channels         of each resolution, finest first
 * @param attends          per down block whether it has transformers; the up blocks mirror it
 * @param layersPerBlock   resnets of a down block; an up block has one more
 * @param heads            of the attentions of each resolution: the file calls it {@code attention_head_dim}, and Stable
 *                         Diffusion v1 has one number for all
 * @param contextWidth     width of the prompt's embedding
 * @param groups           of the group norms
 * @param normEpsilon      of the resnets' group norms
 * @param downsamplePadding of the strided convolutions
 * @param sampleSize       side of the latents the model was trained on
 * @param flipSinToCos     whether the timestep's cosines come first
 * @param frequencyShift   {@code freq_shift} of the timestep's frequencies
 * @param linearProjection whether transformers begin and end with linear layers instead of 1×1 convolutions, as in Stable
 *                         Diffusion 2: the same product of a tensor of another shape
 * @param upcastAttention  whether queries meet keys in float32
 */
public record UNetConfig(
        int inChannels,
        List<Integer> channels,
        List<Boolean> attends,
        int layersPerBlock,
        List<Integer> heads,
        int contextWidth,
        int groups,
        double normEpsilon,
        int downsamplePadding,
        int sampleSize,
        boolean flipSinToCos,
        int frequencyShift,
        boolean linearProjection,
        boolean upcastAttention) {
    private static final int MOST_LEVELS = 8;
    private static final int WIDEST = 16_384;
    /** Sides of pictures up to 8192 pixels with the usual autoencoder. */
    private static final int LARGEST_SAMPLE = 1024;

    private static final String PLAIN = "not a plain Stable Diffusion v1 or 2 U-Net; use such a model";

    public UNetConfig {
        for (int level = 0; level < channels.size(); level++) {
            int width = channels.get(level);
            int count = heads.get(level);
            if (groups < 1 || count < 1 || width % groups != 0 || width % count != 0) {
                throw new IllegalArgumentException(
                        width + " channels do not divide into " + groups + " groups and " + count + " heads");
            }
        }
    }

    /** Reads the file; another family of models is an error that says which. */
    public static UNetConfig of(Config config) {
        refuseOtherFamilies(config);
        int[] channels = config.integers("block_out_channels", MOST_LEVELS, 4, WIDEST);
        String[] down = config.texts("down_block_types");
        String[] up = config.texts("up_block_types");
        if (down.length != channels.length || up.length != channels.length || channels.length < 2) {
            throw config.error("block_out_channels", "as many entries as down_block_types and up_block_types");
        }
        Boolean[] attends = new Boolean[down.length];
        for (int n = 0; n < down.length; n++) {
            attends[n] = down[n].equals("CrossAttnDownBlock2D");
            String mirrored = attends[n] ? "CrossAttnUpBlock2D" : "UpBlock2D";
            if (!attends[n] && !down[n].equals("DownBlock2D")) {
                throw config.error("down_block_types", "CrossAttnDownBlock2D or DownBlock2D");
            }
            if (!up[down.length - 1 - n].equals(mirrored)) {
                throw config.error("up_block_types", "the mirror image of down_block_types");
            }
        }
        String heads = config.has("num_attention_heads") ? "num_attention_heads" : "attention_head_dim";
        try {
            return new UNetConfig(
                    config.integer("in_channels", 1, 64),
                    Arrays.stream(channels).boxed().toList(),
                    List.of(attends),
                    Config.layersPerBlock(config),
                    Arrays.stream(config.integerForEach(heads, channels.length, 1, 1024))
                            .boxed()
                            .toList(),
                    config.integer("cross_attention_dim", 1, WIDEST),
                    config.integer("norm_num_groups", 32, 1, WIDEST),
                    config.number("norm_eps", 1e-5, 1e-12, 0.1),
                    config.integer("downsample_padding", 1, 0, 1),
                    config.integer("sample_size", 64, 1, LARGEST_SAMPLE),
                    config.flag("flip_sin_to_cos", true),
                    config.integer("freq_shift", 0, 0, 1),
                    config.flag("use_linear_projection", false),
                    config.flag("upcast_attention", false));
        } catch (IllegalArgumentException e) {
            throw config.error(
                    "block_out_channels", "channels that divide into groups and heads (" + e.getMessage() + ")");
        }
    }

    private static void refuseOtherFamilies(Config config) {
        if (Stream.of("down_block_types", "up_block_types")
                .filter(config::has)
                .flatMap(blocks -> Stream.of(config.texts(blocks)))
                .anyMatch(block -> block.contains("Motion"))) {
            throw new WeightException(
                    config.error("down_block_types", "those of a U-Net without motion modules")
                            .getMessage(),
                    Remedy.of(Remedy.Id.MOTION_APART));
        }
        int in = config.integer("in_channels", 1, 64);
        int out = config.integer("out_channels", 1, 64);
        if (in != out) {
            throw config.error(
                    "in_channels",
                    out + " as out_channels (" + in
                            + " is an inpainting or image-conditioned model; use a plain SD v1 model)");
        }
        config.require("addition_embed_type", "null", "a Stable Diffusion XL U-Net; use an SD v1 or 2 model");
        config.require("dual_cross_attention", false, PLAIN);
        config.require("class_embed_type", "null", PLAIN);
        config.require("act_fn", "silu", PLAIN);
        config.require("mid_block_type", "UNetMidBlock2DCrossAttn", PLAIN);
        config.require("resnet_time_scale_shift", "default", PLAIN);
        config.require("resnet_out_scale_factor", 1.0, PLAIN);
        config.require("mid_block_scale_factor", 1, PLAIN);
        config.require("transformer_layers_per_block", 1, PLAIN);
        config.require("time_embedding_type", "positional", PLAIN);
        config.require("center_input_sample", false, PLAIN);
        config.require("only_cross_attention", false, PLAIN);
        config.require("conv_in_kernel", 3, PLAIN);
        config.require("conv_out_kernel", 3, PLAIN);
        config.require("attention_type", "default", PLAIN);
    }

    /** Resolutions; each halves the one before. */
    public int levels() {
        return channels.size();
    }

    /** Width of the timestep's embedding. */
    public int timeWidth() {
        return 4 * channels.get(0);
    }

    /** Resolution at which a self-attention layer runs: 0 is the latent's own, each more halves it. */
    public int level(int layer) {
        int next = 0;
        for (int level = 0; level < levels(); level++) {
            next += attends.get(level) ? layersPerBlock : 0;
            if (layer < next) {
                return level;
            }
        }
        next++;
        for (int level = levels() - 1; level >= 0 && layer >= next; level--) {
            next += attends.get(level) ? layersPerBlock + 1 : 0;
            if (layer < next) {
                return level;
            }
        }
        return levels() - 1; // the middle
    }

    /** Number of self-attention layers: 16 in Stable Diffusion v1. */
    public int selfAttentionLayers() {
        int blocks = (int) attends.stream().filter(a -> a).count();
        return blocks * layersPerBlock + 1 + blocks * (layersPerBlock + 1);
    }
}
