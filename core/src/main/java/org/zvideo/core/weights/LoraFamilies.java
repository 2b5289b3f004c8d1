package org.zvideo.core.weights;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Tells by names and shapes which kind of change to a model a file holds, and for which family of models it was made. */
final class LoraFamilies {
    private static final Pattern CROSS_ATTENTION = Pattern.compile(".*attn2[._]to_[kv]([._].*)?");
    /** Stable Diffusion 1 and 2 have one block in each transformer. */
    private static final Pattern DEEPER = Pattern.compile(".*transformer_blocks[._][1-9].*");

    private static final Pattern MOTION = Pattern.compile(".*(motion_modules?[._]|temporal_transformer[._]).*");

    private LoraFamilies() {}

    /** The name of a kind that is not a LoRA, although it is used like one; nothing for a LoRA. */
    static Optional<String> otherKind(Safetensors file) {
        return file.names().stream()
                .map(name -> kind(name.toLowerCase(Locale.ROOT)))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static Optional<String> kind(String name) {
        String kind = null;
        if (name.contains("dora_scale") || name.contains("lora_magnitude_vector")) {
            kind = "a DoRA";
        } else if (name.contains(".hada_")) {
            kind = "a LoHa (LyCORIS)";
        } else if (name.contains(".lokr_")) {
            kind = "a LoKr (LyCORIS)";
        } else if (name.contains("boft_")) {
            kind = "a BOFT";
        } else if (name.contains(".oft_")) {
            kind = "an OFT or BOFT";
        } else if (name.matches(".*\\.[ab][12]\\.weight")) {
            kind = "a GLoRA (LyCORIS)";
        } else if (name.endsWith(".on_input")) {
            kind = "an (IA)³ (LyCORIS)";
        } else if (name.matches(".*\\.(diff|diff_b|w_norm|b_norm)")) {
            kind = "a file of full differences (LyCORIS)";
        } else if (name.startsWith("lora_controlnet")) {
            kind = "a Control-LoRA";
        }
        return Optional.ofNullable(kind);
    }

    /** Whether it changes a motion module. */
    static boolean isOfMotion(Safetensors file) {
        return file.names().stream().anyMatch(name -> MOTION.matcher(name).matches());
    }

    /** The family for which a LoRA was made, where its names or shapes tell it. */
    static Optional<String> madeFor(Safetensors file) {
        Optional<String> named = file.names().stream()
                .map(LoraFamilies::named)
                .flatMap(Optional::stream)
                .findFirst();
        return named.isPresent()
                ? named
                : file.names().stream()
                        .filter(name -> LoraKey.of(name)
                                .filter(key -> key.role() == LoraKey.Role.DOWN
                                        && CROSS_ATTENTION.matcher(key.path()).matches())
                                .isPresent())
                        .map(file::shape)
                        .filter(shape -> shape.length > 1)
                        .flatMap(shape -> ofContext(shape[1]).stream())
                        .findFirst();
    }

    /** The family of a context's width. */
    static Optional<String> ofContext(long width) {
        return width == 768
                ? Optional.of("Stable Diffusion 1")
                : width == 1024
                        ? Optional.of("Stable Diffusion 2")
                        : width == 2048 ? Optional.of("Stable Diffusion XL") : Optional.empty();
    }

    private static Optional<String> named(String name) {
        if (Stream.of("lora_te1_", "lora_te2_", "text_encoder_2.").anyMatch(name::startsWith)
                || DEEPER.matcher(name).matches()) {
            return Optional.of("Stable Diffusion XL");
        }
        return Stream.of("double_blocks", "single_blocks", "joint_blocks", "single_transformer_blocks")
                                .anyMatch(name::contains)
                        || Stream.of("transformer.", "lora_transformer_").anyMatch(name::startsWith)
                ? Optional.of("a diffusion transformer, such as Flux or Stable Diffusion 3")
                : Optional.empty();
    }
}
