package org.zvideo.core.weights;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.zvideo.core.weights.ModelContainer.Part;

/**
 * The name of a tensor in a LoRA, taken apart, whoever's way of writing it is: kohya's, PEFT's, or one of diffusers'.
 *
 * @param part   the network that it changes
 * @param module the layer in that network as the file spells it, with underscores for dots: which underscore is a dot cannot be
 *               told without the model's own names
 * @param path   the same with what dots the file has
 * @param role   what the tensor is to its module
 */
record LoraKey(Part part, String module, String path, Role role) {
    /** A module's tensors: ΔW = up · down, or with a core between them up · mid · down, times α/r. */
    enum Role {
        DOWN,
        UP,
        MID,
        ALPHA
    }

    /** The last one is PEFT's, where the name of the adapter may stand between. */
    private static final List<Pattern> FORMS = List.of(
            Pattern.compile("(?<module>.+)\\.lora_(?<role>down|up|mid)\\.weight"),
            Pattern.compile("(?<module>.+)\\.(?<role>alpha)"),
            Pattern.compile("(?<module>.+)\\.lora(?:_linear_layer)?\\.(?<role>down|up)\\.weight"),
            Pattern.compile("(?<module>.+)\\.lora_(?<role>[AB])(?:\\.[^.]+)?\\.weight"));

    /** Diffusers' oldest form, which names the projection and not its layer. */
    private static final Pattern PROJECTION = Pattern.compile(
            "(?<module>.+?)(?:\\.processor)?\\.to_(?<which>q|k|v|out)_lora\\.(?<role>down|up)\\.weight");

    /** Before the names in files that PEFT itself writes. */
    static final String WRAPPER = "base_model.model.";

    private static final String TEXT = "text_model_";

    /** The parts of a name; nothing where it is not a tensor of a LoRA. */
    static Optional<LoraKey> of(String key) {
        Matcher old = PROJECTION.matcher(key);
        if (old.matches()) {
            boolean text = part(old.group("module")) == Part.TEXT;
            String which = old.group("which");
            String layer = text ? which + "_proj" : which.equals("out") ? "to_out.0" : "to_" + which;
            return Optional.of(of(old.group("module") + "." + layer, old.group("role")));
        }
        return FORMS.stream()
                .map(form -> form.matcher(key))
                .filter(Matcher::matches)
                .findFirst()
                .map(found -> of(found.group("module"), found.group("role")));
    }

    private static LoraKey of(String named, String role) {
        String path = withoutPrefix(named);
        String module = path.replace('.', '_');
        boolean text = part(named) == Part.TEXT;
        return new LoraKey(
                text ? Part.TEXT : Part.UNET,
                text && module.startsWith(TEXT) ? module.substring(TEXT.length()) : module,
                path,
                switch (role) {
                    case "down", "A" -> Role.DOWN;
                    case "up", "B" -> Role.UP;
                    case "mid" -> Role.MID;
                    default -> Role.ALPHA;
                });
    }

    private static Part part(String module) {
        String name = module.startsWith(WRAPPER) ? module.substring(WRAPPER.length()) : module;
        return name.startsWith("lora_te_") || name.startsWith("text_encoder.") || name.startsWith("text_model.")
                ? Part.TEXT
                : Part.UNET;
    }

    private static String withoutPrefix(String module) {
        String name = module.startsWith(WRAPPER) ? module.substring(WRAPPER.length()) : module;
        for (String prefix : List.of(
                "lora_unet_", "lora_te_", "unet.", "text_encoder.", "model.diffusion_model.", "diffusion_model.")) {
            if (name.startsWith(prefix)) {
                return name.substring(prefix.length());
            }
        }
        return name;
    }
}
