package org.zvideo.core.weights;

import java.util.Optional;
import java.util.Set;

/** The names that the tensors of motion modules have: those of AnimateDiff's own code, and those of the diffusers library. */
final class MotionNames {
    /** What every tensor of a motion module has in its name. */
    static final String PLACE = "motion_modules.";

    private static final String INNER = "temporal_transformer.";

    private MotionNames() {}

    /** Whether they are those of AnimateDiff's own code. */
    static boolean original(Set<String> keys) {
        return keys.stream().anyMatch(key -> key.contains(INNER));
    }

    /** Whether it is a positional encoding, which follows from the config. */
    static boolean isEncoding(String key) {
        return key.endsWith(".pos_encoder.pe") || key.endsWith(".pos_embed.pe");
    }

    /** diffusers' name, without the wrappers that trainers put around it; empty for positional encodings. */
    static Optional<String> of(String key) {
        return isEncoding(key)
                ? Optional.empty()
                : Optional.of(unwrapped(key)
                        .replace(INNER, "")
                        .replace(".attention_blocks.0.", ".attn1.")
                        .replace(".attention_blocks.1.", ".attn2.")
                        .replace(".norms.0.", ".norm1.")
                        .replace(".norms.1.", ".norm2.")
                        .replace(".ff_norm.", ".norm3."));
    }

    /** The name of AnimateDiff's own code for one of diffusers. */
    static String originalOf(String key) {
        return key.replaceFirst("(motion_modules\\.\\d+\\.)", "$1" + INNER)
                .replace(".attn1.", ".attention_blocks.0.")
                .replace(".attn2.", ".attention_blocks.1.")
                .replace(".norm1.", ".norms.0.")
                .replace(".norm2.", ".norms.1.")
                .replace(".norm3.", ".ff_norm.");
    }

    /** The name without wrappers. */
    static String unwrapped(String key) {
        return key.replaceFirst("^(?:state_dict\\.|module\\.)+", "");
    }
}
