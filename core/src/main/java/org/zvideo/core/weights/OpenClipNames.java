package org.zvideo.core.weights;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * From the names that OpenCLIP gives to a text model to those of diffusers. Queries, keys and values of a block are one tensor
 * there. The last block is never used, nor is what comes after the final norm.
 */
final class OpenClipNames {
    private static final Pattern BLOCK = Pattern.compile("transformer\\.resblocks\\.(\\d{1,4})\\.(.+)");

    private OpenClipNames() {}

    /**
     * The name; nothing for a tensor that the text model does not need.
     *
     * @param layers number of blocks that are used
     */
    static Optional<String> of(String key, int layers) {
        return switch (key) {
            case "text_projection", "logit_scale", "attn_mask" -> Optional.empty();
            case "positional_embedding" -> Optional.of("embeddings.position_embedding.weight");
            case "token_embedding.weight" -> Optional.of("embeddings.token_embedding.weight");
            default -> inBlock(key, layers);
        };
    }

    private static Optional<String> inBlock(String key, int layers) {
        Matcher block = BLOCK.matcher(key);
        if (!block.matches()) {
            return Optional.of(key.replaceFirst("^ln_final\\.", "final_layer_norm."));
        }
        if (Integer.parseInt(block.group(1)) == layers) {
            return Optional.empty();
        }
        return Optional.of("encoder.layers." + block.group(1) + "."
                + block.group(2)
                        .replaceFirst("^ln_([12])\\.", "layer_norm$1.")
                        .replaceFirst("^attn\\.", "self_attn.")
                        .replaceFirst("^mlp\\.c_fc\\.", "mlp.fc1.")
                        .replaceFirst("^mlp\\.c_proj\\.", "mlp.fc2."));
    }
}
