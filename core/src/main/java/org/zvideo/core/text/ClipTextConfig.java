package org.zvideo.core.text;

import org.zvideo.core.weights.Config;

/**
 * Sizes of a CLIP text model, from {@code text_encoder/config.json}.
 *
 * @param quickGelu x·σ(1.702x) instead of the exact GELU
 */
public record ClipTextConfig(int width, int hiddenWidth, int layers, int heads, int vocabulary, int positions,
                             double epsilon, boolean quickGelu) {
    public static ClipTextConfig of(Config config) {
        String activation = config.text("hidden_act", "quick_gelu");
        if (!activation.equals("quick_gelu") && !activation.equals("gelu")) {
            throw config.error("hidden_act", "quick_gelu or gelu");
        }
        ClipTextConfig sizes = new ClipTextConfig(config.integer("hidden_size"), config.integer("intermediate_size"),
                config.integer("num_hidden_layers"), config.integer("num_attention_heads"),
                config.integer("vocab_size"), config.integer("max_position_embeddings"),
                config.number("layer_norm_eps", 1e-5), activation.equals("quick_gelu"));
        if (sizes.heads < 1 || sizes.width % sizes.heads != 0) {
            throw config.error("num_attention_heads", "a divisor of hidden_size " + sizes.width);
        }
        return sizes;
    }
}
