package org.zvideo.core.weights;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.zvideo.core.error.Closing;
import org.zvideo.core.error.Remedy;
import org.zvideo.core.weights.ModelContainer.Part;

/** An opened LoRA: its modules by the network that they change, checked by their names and shapes. Reads tensors later. */
final class Lora implements AutoCloseable {
    private static final String SETTINGS = "adapter_config.json";

    private final Safetensors file;
    private final double weight;
    private final LoraScale scale;
    private final Map<Part, Map<String, LoraModule>> modules = new LinkedHashMap<>();

    private Lora(Safetensors file, double weight, LoraScale scale) {
        this.file = file;
        this.weight = weight;
        this.scale = scale;
    }

    /**
     * Opens a file.
     *
     * @param role  what it is in the model
     * @param files is told what was read
     * @throws WeightException if it is not a LoRA, or one that cannot be added; it says what was found
     */
    static Lora open(LoraFile source, String role, ModelFiles files) {
        Safetensors file = Safetensors.open(source.file(), role, files);
        return Closing.onFailure(file, () -> {
            if (LoraFamilies.isOfMotion(file)) {
                throw new WeightException(
                        file + ": a LoRA for a motion module, which changes how pictures move",
                        Remedy.of(Remedy.Id.WITH_MOTION));
            }
            return opened(file, source, role, files);
        });
    }

    /** Opens a file that changes a motion module. */
    static Lora ofMotion(LoraFile source, String role, ModelFiles files) {
        Safetensors file = Safetensors.open(source.file(), role, files);
        return Closing.onFailure(file, () -> opened(file, source, role, files));
    }

    private static Lora opened(Safetensors file, LoraFile source, String role, ModelFiles files) {
        refuseOthers(file);
        Lora lora = new Lora(file, source.weight(), scale(file, role, files));
        lora.readNames();
        return lora;
    }

    private static void refuseOthers(Safetensors file) {
        Optional<String> other = LoraFamilies.otherKind(file);
        if (other.isPresent()) {
            throw notALora(file, other.get());
        }
        Optional<String> family = LoraFamilies.madeFor(file)
                .filter(name -> !name.equals("Stable Diffusion 1") && !name.equals("Stable Diffusion 2"));
        if (family.isPresent()) {
            throw new WeightException(
                    file + ": a LoRA for " + family.get() + "; use one that was made for the family of the model");
        }
        if (file.names().stream().anyMatch(name -> name.startsWith("model.diffusion_model.input_blocks.0.0.weight"))) {
            throw new WeightException(file + ": expected a LoRA, got a model", Remedy.of(Remedy.Id.AS_MODEL));
        }
        if (file.names().stream().noneMatch(name -> LoraKey.of(name).isPresent())) {
            throw notALora(file, kindOf(file));
        }
    }

    private static WeightException notALora(Safetensors file, String kind) {
        return new WeightException(
                file + ": expected a LoRA, with a down and an up matrix for each layer; got " + kind);
    }

    private static String kindOf(Safetensors file) {
        return file.names().isEmpty()
                ? "a file without tensors"
                : "other tensors, like " + file.names().iterator().next();
    }

    /** PEFT's own folders note the scale in a file beside the weights, and their keys have a prefix of their own. */
    private static LoraScale scale(Safetensors file, String role, ModelFiles files) {
        LoraScale noted = LoraScale.inHeader(file);
        Path beside = Path.of(file.toString()).resolveSibling(SETTINGS);
        boolean wrapped = file.names().stream().anyMatch(name -> name.startsWith(LoraKey.WRAPPER));
        if (!noted.isEmpty() || !wrapped) {
            return checked(file, noted);
        }
        if (!Files.isRegularFile(beside)) {
            throw new WeightException(file + ": its scale is in a file " + SETTINGS
                    + ", which is not beside it; copy it from its source");
        }
        return checked(file, LoraScale.inFile(files.open(role + "/" + SETTINGS, beside)));
    }

    private static LoraScale checked(Safetensors file, LoraScale scale) {
        if (scale.isDora()) {
            throw notALora(file, "a DoRA");
        }
        return scale;
    }

    private void readNames() {
        List<String> unknown = new ArrayList<>();
        for (String name : file.names()) {
            Optional<LoraKey> key = LoraKey.of(name);
            if (key.isEmpty()) {
                unknown.add(name);
            } else {
                modules.computeIfAbsent(key.get().part(), part -> new LinkedHashMap<>())
                        .computeIfAbsent(key.get().module(), module -> new LoraModule(file, key.get()))
                        .add(key.get().role(), name);
            }
        }
        if (!unknown.isEmpty()) {
            throw new WeightException(file + ": holds " + Named.of(unknown, "tensor", "tensors")
                    + " that no LoRA has; it is of a kind that is not supported");
        }
        modules.values().forEach(all -> all.values().forEach(LoraModule::check));
    }

    /** What it changes of a network. */
    Collection<LoraModule> modules(Part part) {
        return modules.getOrDefault(part, Map.of()).values();
    }

    /** By what ΔW of a module is multiplied: m·α/r. */
    double factor(LoraModule module) {
        return weight * scale.of(module.name().part(), module.name().path(), module.alpha(), module.rank());
    }

    /** How it is called in messages. */
    @Override
    public String toString() {
        return file.toString();
    }

    /** The family that it was made for, for the end of a message. */
    String madeFor() {
        return LoraFamilies.madeFor(file)
                .map(family -> String.format(Locale.ROOT, " (this one was made for %s)", family))
                .orElse("");
    }

    @Override
    public void close() {
        file.close();
    }
}
