package org.zvideo.core.weights;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import org.zvideo.core.weights.ModelContainer.Part;

/**
 * α of a LoRA's modules, and by what it is divided, as PEFT notes them for the whole file: in the header, or in the
 * {@code adapter_config.json} of a folder. A file that notes nothing has its α in tensors, or none, which is scale 1.
 */
final class LoraScale {
    /** The key of the header under which PEFT's settings are an object. */
    static final String METADATA = "lora_adapter_metadata";

    private static final Map<Part, String> PREFIXES = Map.of(Part.UNET, "unet.", Part.TEXT, "text_encoder.");

    private final String where;
    private final JsonNode settings;

    private LoraScale(String where, JsonNode settings) {
        this.where = where;
        this.settings = settings;
    }

    /** What a file's header notes. */
    static LoraScale inHeader(Safetensors file) {
        String noted = file.metadata().get(METADATA);
        String where = file + " (metadata " + METADATA + ")";
        if (noted == null) {
            return new LoraScale(where, MissingNode.getInstance());
        }
        JsonNode settings = ModelJson.ofText(noted);
        if (!settings.isObject()) {
            throw new WeightException(where + ": not a JSON object; the file is damaged");
        }
        return new LoraScale(where, settings);
    }

    /** What a file beside the weights says. */
    static LoraScale inFile(Path file) {
        return new LoraScale(file.toString(), ModelJson.read(file));
    }

    /** Whether the magnitudes of weights are learned apart. */
    boolean isDora() {
        return PREFIXES.keySet().stream()
                .anyMatch(part -> setting(part, "use_dora").asBoolean(false));
    }

    /** Whether nothing is noted at all. */
    boolean isEmpty() {
        return settings.isEmpty();
    }

    /** Whether anything is noted of a network. */
    boolean notes(Part part) {
        return !setting(part, "lora_alpha").isMissingNode();
    }

    /** α of a network's modules and how it is used, for people. */
    String describe(Part part) {
        return setting(part, "lora_alpha").asText()
                + (setting(part, "use_rslora").asBoolean(false) ? ", over the root of the rank" : "")
                + (setting(part, "alpha_pattern").isEmpty() ? "" : ", others by pattern");
    }

    /**
     * α/r of a module, or α/√r where the file says that ranks are balanced so.
     *
     * @param path the module with dots, as the file spells it
     * @param own  α of the module, where a tensor gives it
     * @param rank r of the module
     */
    double of(Part part, String path, OptionalDouble own, long rank) {
        if (!notes(part)) {
            return own.orElse(rank) / rank;
        }
        long expected = (long) number(part, "rank_pattern", "r", path);
        if (expected != rank) {
            throw new WeightException(where + ": rank " + expected + " for " + path + ", but its tensors have " + rank
                    + "; the file is damaged");
        }
        double alpha = own.orElseGet(() -> number(part, "alpha_pattern", "lora_alpha", path));
        return alpha / (setting(part, "use_rslora").asBoolean(false) ? Math.sqrt(rank) : rank);
    }

    /** A number for a module: the first pattern that is its name or the end of it, else the one for all. */
    private double number(Part part, String patterns, String usual, String path) {
        for (Map.Entry<String, JsonNode> pattern : setting(part, patterns).properties()) {
            if (fits(pattern.getKey(), path)) {
                return positive(patterns + " " + pattern.getKey(), pattern.getValue());
            }
        }
        return positive(usual, setting(part, usual));
    }

    private double positive(String key, JsonNode value) {
        if (!value.isNumber() || !Double.isFinite(value.asDouble())) {
            throw new WeightException(where + ": " + key + ": expected a number, got "
                    + (value.isMissingNode()
                            ? "nothing"
                            : value.getNodeType().name().toLowerCase(Locale.ROOT)));
        }
        return value.asDouble();
    }

    /** PEFT takes a pattern as a regular expression for the end of a name; those that are used are plain names. */
    private boolean fits(String pattern, String path) {
        boolean whole = pattern.startsWith("^");
        String name = (whole ? pattern.substring(1) : pattern).replace("\\.", ".");
        if (!name.matches("[\\w.]+")) {
            throw new WeightException(where + ": the pattern " + pattern
                    + " is not the plain name of a module; such files are not supported");
        }
        return path.equals(name) || !whole && path.endsWith("." + name);
    }

    /** PEFT notes the settings of one network plainly, diffusers those of several with their names before them. */
    private JsonNode setting(Part part, String key) {
        JsonNode ofPart = settings.path(PREFIXES.get(part) + key);
        return ofPart.isMissingNode() ? settings.path(key) : ofPart;
    }
}
