package org.zvideo.core.weights;

import java.util.Optional;
import java.util.Set;

/**
 * The ways in which the tensors of an autoencoder's file are named, told by the names themselves. The original files of tiny
 * autoencoders number the layers of one half without saying which; their decoder counts its clamp as a layer.
 */
enum VaeNames {
    /** AutoencoderKL in a whole checkpoint. */
    CHECKPOINT,
    /** AutoencoderKL alone, in the original naming or in diffusers'. */
    ALONE,
    /** AutoencoderTiny in diffusers' naming. */
    TINY,
    /** Both halves of a tiny autoencoder with a prefix each. */
    TINY_PREFIXED,
    TINY_ENCODER,
    TINY_DECODER;

    static final String TINY_CLASS = "AutoencoderTiny";

    private static final String PART = "first_stage_model.";
    private static final String ENCODER = "encoder.layers.";
    private static final String DECODER = "decoder.layers.";
    private static final String PREFIX = "taesd_";

    /** How the tensors of a file with these names are named; nothing if it holds no autoencoder. */
    static Optional<VaeNames> of(Set<String> names) {
        if (any(names, PART)) {
            return Optional.of(CHECKPOINT);
        } else if (any(names, "encoder.conv_in.") || any(names, "decoder.conv_in.")) {
            return Optional.of(ALONE);
        } else if (any(names, ENCODER) || any(names, DECODER)) {
            return Optional.of(TINY);
        } else if (any(names, PREFIX + "encoder.") || any(names, PREFIX + "decoder.")) {
            return Optional.of(TINY_PREFIXED);
        } else if (names.contains("0.weight") && names.contains("1.conv.0.weight")) {
            return Optional.of(TINY_ENCODER);
        } else if (names.contains("1.weight") && names.contains("3.conv.0.weight")) {
            return Optional.of(TINY_DECODER);
        }
        return Optional.empty();
    }

    private static boolean any(Set<String> names, String prefix) {
        return names.stream().anyMatch(name -> name.startsWith(prefix));
    }

    /** Whether a config is that of a tiny autoencoder. */
    static boolean isTiny(Config config) {
        return config.text("_class_name", "").equals(TINY_CLASS);
    }

    boolean isTiny() {
        return this != CHECKPOINT && this != ALONE;
    }

    /**
     * The name within the autoencoder; of AutoencoderKL it may still be the original one, of a tiny one it is diffusers'. Nothing
     * for a tensor that is not part of it.
     */
    Optional<String> within(String key) {
        return switch (this) {
            case CHECKPOINT -> key.startsWith(PART) ? Optional.of(key.substring(PART.length())) : Optional.empty();
            case ALONE, TINY -> Optional.of(key);
            case TINY_PREFIXED -> prefixed(key);
            case TINY_ENCODER -> Optional.of(ENCODER + key);
            case TINY_DECODER -> Optional.of(DECODER + numberedDown(key));
        };
    }

    private static Optional<String> prefixed(String key) {
        if (key.startsWith(PREFIX + "encoder.")) {
            return Optional.of(ENCODER + key.substring(PREFIX.length() + "encoder.".length()));
        } else if (key.startsWith(PREFIX + "decoder.")) {
            return Optional.of(DECODER + numberedDown(key.substring(PREFIX.length() + "decoder.".length())));
        }
        return Optional.empty(); // vae_scale and vae_shift, which are 1 and 0
    }

    /** A name with a layer number less by one. */
    private static String numberedDown(String key) {
        int dot = key.indexOf('.');
        String number = dot < 0 ? "" : key.substring(0, dot);
        return number.matches("[1-9]\\d{0,3}") ? Integer.parseInt(number) - 1 + key.substring(dot) : key;
    }
}
