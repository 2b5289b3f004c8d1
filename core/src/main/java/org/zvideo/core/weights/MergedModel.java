package org.zvideo.core.weights;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.zvideo.core.error.Closing;
import org.zvideo.core.file.ReadFile;

/** A model whose U-Net and text model are those of another one with LoRAs added to them; the rest is the other's. */
final class MergedModel implements ModelContainer {
    private final ModelContainer base;
    private final InversionWeights inversion;
    private final List<Lora> loras = new ArrayList<>();
    private final ModelFiles files = new ModelFiles();

    private MergedModel(ModelContainer base, InversionWeights inversion) {
        this.base = base;
        this.inversion = inversion;
    }

    /**
     * Opens the LoRAs, whose tensors are read with those of the model.
     *
     * @param base      closes with this one
     * @param inversion which weights invert
     * @throws WeightException if one of them cannot be added to the model
     */
    static MergedModel of(ModelContainer base, List<LoraFile> sources, InversionWeights inversion) {
        MergedModel model = new MergedModel(base, inversion);
        return Closing.onFailure(model::closeLoras, () -> {
            for (LoraFile source : sources) {
                Lora lora = Lora.open(source, "lora " + (model.loras.size() + 1), model.files);
                model.loras.add(lora);
                if (lora.modules(Part.UNET).isEmpty() && !base.has(Part.TEXT)) {
                    throw new WeightException(lora + ": changes only a text model, and " + base
                            + " has none; use a LoRA that changes the U-Net");
                }
            }
            return model;
        });
    }

    private void closeLoras() {
        loras.forEach(Lora::close);
    }

    @Override
    public Weights weights(Part part) {
        Weights stored = base.weights(part);
        return part != Part.UNET && part != Part.TEXT
                ? stored
                : new MergedWeights(stored, loras, part, new LoraNames(part, stored.names(), base.config(part)));
    }

    @Override
    public Optional<ModelContainer> inverting() {
        return inversion == InversionWeights.BASE ? Optional.of(base) : Optional.empty();
    }

    @Override
    public List<String> notes() {
        List<String> notes = new ArrayList<>(base.notes());
        if (!base.has(Part.TEXT)) {
            loras.stream()
                    .filter(lora -> !lora.modules(Part.TEXT).isEmpty())
                    .forEach(lora -> notes.add(lora + ": its text part is ignored, the model has no text encoder"));
        }
        return notes;
    }

    @Override
    public boolean has(Part part) {
        return base.has(part);
    }

    @Override
    public WeightException missing(Part part) {
        return base.missing(part);
    }

    @Override
    public Config config(Part part) {
        return base.config(part);
    }

    @Override
    public Optional<Network> decoder() {
        return base.decoder();
    }

    @Override
    public Optional<Path> nullPrompt() {
        return base.nullPrompt();
    }

    @Override
    public OptionalInt padToken() {
        return base.padToken();
    }

    @Override
    public Map<String, ReadFile> files() {
        Map<String, ReadFile> all = new LinkedHashMap<>(base.files());
        all.putAll(files.read());
        return all;
    }

    @Override
    public void close() {
        closeLoras();
        base.close();
    }

    @Override
    public String toString() {
        return base.toString();
    }
}
