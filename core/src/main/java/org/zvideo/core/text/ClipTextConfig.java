package org.zvideo.core.text;

import org.zvideo.core.weights.Config;

/**
 * Sizes of a CLIP text model, from {@code text_encoder/config.json}.
 *
 * @param quickGelu x·σ(1.702x) instead of the exact GELU
 */
public record ClipTextConfig(
        int width,
        int hiddenWidth,
        int layers,
        int heads,
        int vocabulary,
        int positions,
        double epsilon,
        boolean quickGelu) {
    /** The end token, with which the first generation also fills prompts up. */
    static final int END = 49_407;

    private static final int WIDEST = 16_384;
    /** Width of the text model of Stable Diffusion 2, whose tokenizer fills prompts up with "!". */
    private static final int WIDTH_OF_V2 = 1024;
    /** The ids of the start and the end token are the last two of CLIP's vocabulary. */
    private static final int VOCABULARY = 49_408;

    /** The token with which a prompt is filled up where no file of a tokenizer says it. */
    public int padToken() {
        return width == WIDTH_OF_V2 ? 0 : END;
    }

    public static ClipTextConfig of(Config config) {
        String activation = config.text("hidden_act", "quick_gelu");
        if (!activation.equals("quick_gelu") && !activation.equals("gelu")) {
            throw config.error("hidden_act", "quick_gelu or gelu");
        }
        ClipTextConfig sizes = new ClipTextConfig(
                config.integer("hidden_size", 1, WIDEST),
                config.integer("intermediate_size", 1, 4 * WIDEST),
                config.integer("num_hidden_layers", 1, 64),
                config.integer("num_attention_heads", 1, 1024),
                config.integer("vocab_size", VOCABULARY, 1_000_000),
                config.integer("max_position_embeddings", 2, 4096),
                config.number("layer_norm_eps", 1e-5, 1e-12, 0.1),
                activation.equals("quick_gelu"));
        if (sizes.width % sizes.heads != 0) {
            throw config.error("num_attention_heads", "a divisor of hidden_size " + sizes.width);
        }
        return sizes;
    }
}
