package org.zvideo.core.weights;

import java.util.Optional;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * From stored key names to diffusers' names: the original latent-diffusion layout of single files, and the older names
 * that some diffusers folders still carry. An empty result means: not part of the network, skip it.
 */
final class CheckpointNames {
    private static final String UNET = "model.diffusion_model.";
    private static final String VAE = "first_stage_model.";
    private static final String TEXT = "cond_stage_model.transformer.";

    private CheckpointNames() {
    }

    /** The U-Net of a single file with that many resnets in a down block. */
    static Optional<String> ldmUnet(String key, int layersPerBlock) {
        if (!key.startsWith(UNET)) {
            return Optional.empty();
        }
        int period = layersPerBlock + 1;
        String name = key.substring(UNET.length());
        name = replace(name, "^time_embed\\.([02])\\.", m -> "time_embedding.linear_" + (number(m, 1) / 2 + 1) + ".");
        name = replace(name, "^input_blocks\\.0\\.0\\.", m -> "conv_in.");
        name = replace(name, "^out\\.0\\.", m -> "conv_norm_out.");
        name = replace(name, "^out\\.2\\.", m -> "conv_out.");
        name = replace(name, "^input_blocks\\.(\\d+)\\.0\\.op\\.",
                m -> "down_blocks." + (number(m, 1) - 1) / period + ".downsamplers.0.conv.");
        name = replace(name, "^input_blocks\\.(\\d+)\\.([01])\\.", m -> "down_blocks." + (number(m, 1) - 1) / period
                + (number(m, 2) == 0 ? ".resnets." : ".attentions.") + (number(m, 1) - 1) % period + ".");
        name = replace(name, "^middle_block\\.1\\.", m -> "mid_block.attentions.0.");
        name = replace(name, "^middle_block\\.([02])\\.", m -> "mid_block.resnets." + number(m, 1) / 2 + ".");
        name = replace(name, "^output_blocks\\.(\\d+)\\.[12]\\.conv\\.",
                m -> "up_blocks." + number(m, 1) / period + ".upsamplers.0.conv.");
        name = replace(name, "^output_blocks\\.(\\d+)\\.([01])\\.", m -> "up_blocks." + number(m, 1) / period
                + (number(m, 2) == 0 ? ".resnets." : ".attentions.") + number(m, 1) % period + ".");
        if (name.contains("resnets")) {
            name = name.replace("in_layers.0.", "norm1.").replace("in_layers.2.", "conv1.")
                    .replace("out_layers.0.", "norm2.").replace("out_layers.3.", "conv2.")
                    .replace("emb_layers.1.", "time_emb_proj.").replace("skip_connection.", "conv_shortcut.");
        }
        return Optional.of(name);
    }

    /** The VAE of a single file with that many resolutions. */
    static Optional<String> ldmVae(String key, int levels) {
        if (!key.startsWith(VAE) || key.startsWith(VAE + "loss.") || key.startsWith(VAE + "model_ema.")) {
            return Optional.empty();
        }
        String name = key.substring(VAE.length());
        name = replace(name, "\\.mid\\.block_([12])\\.", m -> ".mid_block.resnets." + (number(m, 1) - 1) + ".");
        name = replace(name, "\\.mid\\.attn_1\\.norm\\.", m -> ".mid_block.attentions.0.group_norm.");
        name = replace(name, "\\.mid\\.attn_1\\.([qkv])\\.", m -> ".mid_block.attentions.0.to_" + m.group(1) + ".");
        name = replace(name, "\\.mid\\.attn_1\\.proj_out\\.", m -> ".mid_block.attentions.0.to_out.0.");
        name = replace(name, "\\.down\\.(\\d+)\\.block\\.", m -> ".down_blocks." + m.group(1) + ".resnets.");
        name = replace(name, "\\.down\\.(\\d+)\\.downsample\\.", m -> ".down_blocks." + m.group(1) + ".downsamplers.0.");
        name = replace(name, "\\.up\\.(\\d+)\\.block\\.", m -> ".up_blocks." + (levels - 1 - number(m, 1)) + ".resnets.");
        name = replace(name, "\\.up\\.(\\d+)\\.upsample\\.",
                m -> ".up_blocks." + (levels - 1 - number(m, 1)) + ".upsamplers.0.");
        return Optional.of(name.replace(".norm_out.", ".conv_norm_out.").replace(".nin_shortcut.", ".conv_shortcut."));
    }

    /** The text model of a single file. */
    static Optional<String> ldmText(String key) {
        return key.startsWith(TEXT) ? folderText(key.substring(TEXT.length())) : Optional.empty();
    }

    /** The VAE of a folder: its attention had other names before diffusers 0.13. */
    static Optional<String> folderVae(String key) {
        return Optional.of(key.replace(".query.", ".to_q.").replace(".key.", ".to_k.").replace(".value.", ".to_v.")
                .replace(".proj_attn.", ".to_out.0."));
    }

    /** The text model of a folder: with or without {@code text_model.}; buffers and the projection are skipped. */
    static Optional<String> folderText(String key) {
        return key.endsWith("position_ids") || key.equals("text_projection.weight") || key.equals("logit_scale")
                ? Optional.empty() : Optional.of(key.startsWith("text_model.") ? key.substring(11) : key);
    }

    private static String replace(String name, String pattern, Function<MatchResult, String> replacement) {
        Matcher matcher = Pattern.compile(pattern).matcher(name);
        return matcher.find()
                ? name.substring(0, matcher.start()) + replacement.apply(matcher) + name.substring(matcher.end()) : name;
    }

    private static int number(MatchResult match, int group) {
        return Integer.parseInt(match.group(group));
    }
}
