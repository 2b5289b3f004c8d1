package org.zvideo.core.weights;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.zvideo.core.weights.ModelContainer.Part;

/**
 * From stored key names to diffusers' names, one table per part: the original latent-diffusion names and those of all
 * generations of diffusers, whatever the container. A name that is known in one is known in the other. An empty result
 * means: not part of the network, skip it.
 */
final class CheckpointNames {
    private static final String UNET = "model.diffusion_model.";
    private static final String VAE = "first_stage_model.";
    private static final String TEXT = "cond_stage_model.transformer.";
    /** The VAE's attention, as latent diffusion and as diffusers call the place. */
    private static final String ATTENTION = "(^|\\.)(?:mid\\.attn_1|mid_block\\.attentions\\.0)\\.";

    /** What is inside a resnet, as latent diffusion and as diffusers call it. */
    private static final String[][] RESNET = {
        {"in_layers.0.", "norm1."},
        {"in_layers.2.", "conv1."},
        {"out_layers.0.", "norm2."},
        {"out_layers.3.", "conv2."},
        {"emb_layers.1.", "time_emb_proj."},
        {"skip_connection.", "conv_shortcut."}
    };

    private static final int MOST_LEVELS = 8;

    private CheckpointNames() {}

    /** The name within its part that a key of a single file has; nothing where it belongs to another part. */
    static Optional<String> inSingleFile(Part part, String key) {
        String prefix = switch (part) {
            case UNET -> UNET;
            case VAE -> VAE;
            case TEXT -> TEXT;
            case SCHEDULER -> "\0";
        };
        return key.startsWith(prefix) ? Optional.of(key.substring(prefix.length())) : Optional.empty();
    }

    /** Names of a part, with the config that says how deep its blocks are. */
    static Function<String, Optional<String>> of(Part part, Config config) {
        return switch (part) {
            case UNET -> {
                int layersPerBlock = Config.layersPerBlock(config);
                yield key -> Optional.of(unet(key, layersPerBlock));
            }
            case VAE -> {
                if (VaeNames.isTiny(config)) {
                    yield key -> Optional.of(key); // its layers have numbers, the same in all files of diffusers
                }
                int levels = config.integers("block_out_channels", MOST_LEVELS, 1, Integer.MAX_VALUE).length;
                yield key -> vae(key, levels);
            }
            case TEXT -> CheckpointNames::text;
            case SCHEDULER -> key -> Optional.empty();
        };
    }

    /** The U-Net with that many resnets in a down block. */
    private static String unet(String key, int layersPerBlock) {
        int period = layersPerBlock + 1;
        String name = key;
        name = replace(name, "^time_embed\\.([02])\\.", m -> "time_embedding.linear_" + (number(m, 1) / 2 + 1) + ".");
        name = replace(name, "^input_blocks\\.0\\.0\\.", m -> "conv_in.");
        name = replace(name, "^out\\.0\\.", m -> "conv_norm_out.");
        name = replace(name, "^out\\.2\\.", m -> "conv_out.");
        name = replace(
                name,
                "^input_blocks\\.(\\d{1,4})\\.0\\.op\\.",
                m -> "down_blocks." + (number(m, 1) - 1) / period + ".downsamplers.0.conv.");
        name = replace(
                name,
                "^input_blocks\\.(\\d{1,4})\\.([01])\\.",
                m -> "down_blocks." + (number(m, 1) - 1) / period + (number(m, 2) == 0 ? ".resnets." : ".attentions.")
                        + (number(m, 1) - 1) % period + ".");
        name = replace(name, "^middle_block\\.1\\.", m -> "mid_block.attentions.0.");
        name = replace(name, "^middle_block\\.([02])\\.", m -> "mid_block.resnets." + number(m, 1) / 2 + ".");
        name = replace(
                name,
                "^output_blocks\\.(\\d{1,4})\\.[12]\\.conv\\.",
                m -> "up_blocks." + number(m, 1) / period + ".upsamplers.0.conv.");
        name = replace(
                name,
                "^output_blocks\\.(\\d{1,4})\\.([01])\\.",
                m -> "up_blocks." + number(m, 1) / period + (number(m, 2) == 0 ? ".resnets." : ".attentions.")
                        + number(m, 1) % period + ".");
        if (name.contains("resnets")) {
            for (String[] names : RESNET) {
                name = name.replace(names[0], names[1]);
            }
        }
        return name;
    }

    /**
     * The names in latent diffusion of a U-Net's tensors, each with diffusers' name: the table above read backwards, by trying
     * every place that latent diffusion has.
     *
     * @param names          diffusers' names
     * @param layersPerBlock resnets in a down block
     */
    static Map<String, String> originals(Set<String> names, int layersPerBlock) {
        Map<String, String> originals = new LinkedHashMap<>();
        for (String place : places((layersPerBlock + 1) * MOST_LEVELS)) {
            String start = unet(place, layersPerBlock);
            for (String name : names) {
                if (name.startsWith(start)) {
                    String original = place + insideOriginal(start, name.substring(start.length()));
                    if (unet(original, layersPerBlock).equals(name)) {
                        originals.put(original, name);
                    }
                }
            }
        }
        return originals;
    }

    private static List<String> places(int blocks) {
        List<String> places = new ArrayList<>(List.of(
                "time_embed.0.",
                "time_embed.2.",
                "input_blocks.0.0.",
                "out.2.",
                "middle_block.0.",
                "middle_block.1.",
                "middle_block.2."));
        for (int n = 0; n < blocks; n++) {
            for (String inside : List.of("input_blocks.%d.0.op.", "input_blocks.%d.0.", "input_blocks.%d.1.")) {
                places.add(String.format(Locale.ROOT, inside, n + 1));
            }
            for (String inside : List.of(
                    "output_blocks.%d.1.conv.",
                    "output_blocks.%d.2.conv.", "output_blocks.%d.0.", "output_blocks.%d.1.")) {
                places.add(String.format(Locale.ROOT, inside, n));
            }
        }
        return places;
    }

    private static String insideOriginal(String start, String rest) {
        String original = rest;
        if (start.contains("resnets")) {
            for (String[] names : RESNET) {
                original = original.replace(names[1], names[0]);
            }
        }
        return original;
    }

    /** The VAE with that many resolutions. Latent diffusion counts those of the decoder from the finest on. */
    private static Optional<String> vae(String key, int levels) {
        if (key.startsWith("loss.") || key.startsWith("model_ema.")) {
            return Optional.empty();
        }
        String name = key;
        name = replace(
                name, ATTENTION + "(?:norm|group_norm)\\.", m -> m.group(1) + "mid_block.attentions.0.group_norm.");
        name = replace(
                name,
                ATTENTION + "(?:to_)?(q|k|v|query|key|value)\\.",
                m -> m.group(1) + "mid_block.attentions.0.to_" + m.group(2).charAt(0) + ".");
        name = replace(
                name,
                ATTENTION + "(?:proj_out|proj_attn|to_out\\.0|to_out)\\.",
                m -> m.group(1) + "mid_block.attentions.0.to_out.0.");
        name = replace(name, "\\.mid\\.block_([12])\\.", m -> ".mid_block.resnets." + (number(m, 1) - 1) + ".");
        name = replace(name, "\\.down\\.(\\d{1,4})\\.block\\.", m -> ".down_blocks." + m.group(1) + ".resnets.");
        name = replace(
                name, "\\.down\\.(\\d{1,4})\\.downsample\\.", m -> ".down_blocks." + m.group(1) + ".downsamplers.0.");
        name = replace(
                name, "\\.up\\.(\\d{1,4})\\.block\\.", m -> ".up_blocks." + (levels - 1 - number(m, 1)) + ".resnets.");
        name = replace(
                name,
                "\\.up\\.(\\d{1,4})\\.upsample\\.",
                m -> ".up_blocks." + (levels - 1 - number(m, 1)) + ".upsamplers.0.");
        return Optional.of(name.replace(".norm_out.", ".conv_norm_out.").replace(".nin_shortcut.", ".conv_shortcut."));
    }

    /** The text model, with or without {@code text_model.}; buffers and the projection are skipped. */
    private static Optional<String> text(String key) {
        return key.endsWith("position_ids") || key.equals("text_projection.weight") || key.equals("logit_scale")
                ? Optional.empty()
                : Optional.of(key.startsWith("text_model.") ? key.substring(11) : key);
    }

    private static String replace(String name, String pattern, Function<MatchResult, String> replacement) {
        Matcher matcher = Pattern.compile(pattern).matcher(name);
        return matcher.find()
                ? name.substring(0, matcher.start()) + replacement.apply(matcher) + name.substring(matcher.end())
                : name;
    }

    private static int number(MatchResult match, int group) {
        return Integer.parseInt(match.group(group));
    }
}
