package org.zvideo.core.weights;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.zvideo.core.weights.ModelContainer.Part;

/** Describes a {@code .safetensors} file by its header. */
final class FileDescription {
    private static final String UNET = "model.diffusion_model.";
    private static final String CONTEXT = "attn2.to_k.weight";

    private final Path path;
    private final Safetensors file;
    private final Set<String> names;

    private FileDescription(Path path, Safetensors file) {
        this.path = path;
        this.file = file;
        this.names = file.names();
    }

    /**
     * Reads the header.
     *
     * @throws WeightException if it is not a safetensors file, or damaged
     */
    static Description of(Path path) {
        try (Safetensors file = Safetensors.open(path)) {
            return new FileDescription(path, file).describe();
        }
    }

    private Description describe() {
        Description empty = Description.of(path, "");
        if (has(UNET)) {
            return checkpoint();
        }
        LoraDescription lora = new LoraDescription(file);
        if (lora.applies()) {
            return lora.over(empty);
        }
        if (MotionDescription.applies(file)) {
            return MotionDescription.over(empty, file);
        }
        return VaeDescription.of(empty, file).orElseGet(() -> plain(other()));
    }

    private Description checkpoint() {
        String family = family();
        Description described = plain(special() + "checkpoint").with("family", family);
        if (family.matches("Stable Diffusion( [12]|'s ).*")) {
            described = described.with("prediction", prediction(family));
        }
        List<String> parts = new ArrayList<>(List.of("U-Net"));
        add(parts, "VAE", "first_stage_model.");
        add(parts, "text encoder (CLIP)", "cond_stage_model.transformer.");
        add(parts, "text encoder (OpenCLIP)", "cond_stage_model.model.");
        add(parts, "text encoders", "conditioner.embedders.");
        add(parts, "averaged weights", "model_ema.");
        return described
                .with("parts", String.join(", ", parts))
                .with("title", Description.shortened(file.metadata().getOrDefault(HeaderNotes.TITLE, "")))
                .measured(file);
    }

    private void add(List<String> parts, String part, String start) {
        if (has(start)) {
            parts.add(part);
        }
    }

    private String family() {
        if (has(UNET + "joint_blocks.")) {
            return "Stable Diffusion 3";
        } else if (has(UNET + "double_blocks.")) {
            return "Flux";
        } else if (has("conditioner.embedders.") || has(UNET + "label_emb.")) {
            return "Stable Diffusion XL";
        }
        return ofContext();
    }

    /** By the width of the cross-attention's context. */
    private String ofContext() {
        return names.stream()
                .filter(name -> name.endsWith(CONTEXT) && file.shape(name).length == 2)
                .findFirst()
                .map(name -> file.shape(name)[1])
                .map(width -> family(width))
                .orElse("unknown");
    }

    /** The family of a U-Net with that width of context. */
    static String family(long width) {
        return LoraFamilies.ofContext(width).orElse("Stable Diffusion's shape, context width " + width);
    }

    private String special() {
        String conv = UNET + "input_blocks.0.0.weight";
        long inputs = names.contains(conv) && file.shape(conv).length == 4 ? file.shape(conv)[1] : 4;
        return inputs == 9 ? "inpainting " : inputs == 8 ? "instruction " : inputs == 5 ? "depth " : "";
    }

    /** What the file and the descriptions beside it state; a contradiction is told as one. */
    private String prediction(String family) {
        PredictionStatements statements = new PredictionStatements(Optional.empty());
        statements.inHeader(path.toString(), file);
        Sidecars.of(path).forEach(statements::inSidecar);
        Optional<String> contradiction = statements.contradiction(Generation.V1.config(Part.SCHEDULER));
        if (contradiction.isPresent()) {
            return contradiction.get();
        }
        Config stated = statements.appliedTo(Generation.V1.config(Part.SCHEDULER));
        String type = stated.text(StatementKeys.TYPE, "");
        String schedule = stated.flag(StatementKeys.ZERO_SNR, false) ? ", zero terminal SNR" : "";
        return (type.isEmpty()
                        ? family.startsWith("Stable Diffusion 2") ? "not stated" : "epsilon (nothing states another)"
                        : type)
                + schedule;
    }

    private String other() {
        if (names.isEmpty()) {
            return "empty file";
        } else if (has("control_model.") || has("controlnet_cond_embedding.")) {
            return "ControlNet";
        } else if (has("image_proj.") || has("ip_adapter.")) {
            return "IP-Adapter";
        } else if (names.contains("emb_params") || has("string_to_param")) {
            return "textual inversion";
        } else if (names.contains("conv_in.weight") && has("down_blocks.")) {
            return "U-Net of a diffusers model";
        } else if (has("text_model.") || has("embeddings.token_embedding.")) {
            return "text encoder of a diffusers model";
        } else if (names.equals(Set.of("prompt_embeds"))) {
            return "embedding of the empty prompt";
        } else if (has("features.0.")) {
            return "VGG network";
        }
        return "unknown";
    }

    private Description plain(String kind) {
        Description described = Description.of(path, kind);
        if (kind.startsWith("U-Net")) {
            described = described.with("family", ofContext());
        }
        if (kind.equals("unknown")) {
            described = described.with("tensors", Named.of(List.copyOf(names), "tensor", "tensors"));
        }
        return kind.endsWith("checkpoint") ? described : described.measured(file);
    }

    private boolean has(String start) {
        return names.stream().anyMatch(name -> name.startsWith(start));
    }

    /** Its own description, or why there is none: in a list one file says nothing of the others. */
    static Description ofListed(Path path) {
        String name = String.valueOf(path.getFileName());
        if (Stream.of(".ckpt", ".pt", ".pth", ".bin").anyMatch(name::endsWith)) {
            return Description.of(path, "pickle, never loaded");
        }
        try {
            return of(path);
        } catch (WeightException e) {
            return Description.of(path, "cannot be read")
                    .with("because", e.getMessage().replace(path + ": ", ""));
        }
    }
}
