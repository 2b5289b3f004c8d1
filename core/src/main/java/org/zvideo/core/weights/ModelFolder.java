package org.zvideo.core.weights;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.zvideo.core.file.ReadFile;

/**
 * A diffusers folder: {@code unet/}, {@code vae/}, {@code text_encoder/}, {@code scheduler/}, each with its config and
 * its weights as {@link PartFiles} finds them. Without a scheduler's config it is that of its generation.
 */
final class ModelFolder implements ModelContainer {
    private final Path folder;
    private final Optional<PredictionType> prediction;
    private final ModelFiles files = new ModelFiles();
    private final List<String> notes = new ArrayList<>();
    private final Map<Part, Config> configs = new EnumMap<>(Part.class);
    private final Map<Part, List<Safetensors>> open = new EnumMap<>(Part.class);

    /** @param prediction what the model predicts, whatever it states */
    ModelFolder(Path folder, Optional<PredictionType> prediction) {
        this.folder = folder;
        this.prediction = prediction;
        if (!has(Part.UNET)) {
            throw FolderContents.notAModel(folder);
        }
    }

    @Override
    public boolean has(Part part) {
        return Files.exists(configFile(part));
    }

    @Override
    public WeightException missing(Part part) {
        return FolderContents.missing(folder, part.folder(), part.configName());
    }

    private Path configFile(Part part) {
        return folder.resolve(part.folder()).resolve(part.configName());
    }

    @Override
    public Config config(Part part) {
        Config known = configs.get(part);
        if (known == null) {
            known = part == Part.SCHEDULER ? scheduler() : SingleFileModel.config(folder, part, files);
            configs.put(part, known);
        }
        return known;
    }

    private Config scheduler() {
        PredictionStatements statements = new PredictionStatements(prediction);
        opened(Part.UNET).forEach(file -> statements.inWeights(file.toString(), file));
        if (has(Part.SCHEDULER)) {
            return statements.appliedTo(SingleFileModel.config(folder, Part.SCHEDULER, files));
        }
        Generation generation =
                Generation.ofContext(config(Part.UNET).integer("cross_attention_dim", 1, Integer.MAX_VALUE));
        Config usual = generation.scheduler(folder.toString(), statements);
        notes.add(folder + ": holds no scheduler/" + Part.SCHEDULER.configName() + ": taken for " + generation.title()
                + "'s noise schedule; copy the model's scheduler folder into it if that is another");
        return usual;
    }

    @Override
    public OptionalInt padToken() {
        return PadToken.of(folder, files);
    }

    @Override
    public Weights weights(Part part) {
        return new StoredWeights(
                folder.resolve(part.folder()).toString(), opened(part), CheckpointNames.of(part, config(part)));
    }

    private List<Safetensors> opened(Part part) {
        if (!open.containsKey(part)) {
            List<Safetensors> opened = new ArrayList<>();
            open.put(part, opened); // so that those before a damaged one are closed too
            for (Path file : stored(part)) {
                opened.add(Safetensors.open(file, role(part, file), files));
            }
        }
        return open.get(part);
    }

    private static String role(Part part, Path file) {
        return part.folder() + "/" + file.getFileName();
    }

    /** The files of a part's weights. */
    private List<Path> stored(Part part) {
        return new PartFiles(folder.resolve(part.folder()), part == Part.TEXT ? "model" : "diffusion_pytorch_model")
                .weights(index -> files.open(role(part, index), index));
    }

    @Override
    public Optional<Path> nullPrompt() {
        return Optional.of(folder.resolve("null_prompt.safetensors"))
                .filter(Files::exists)
                .map(prompt -> files.open("null_prompt.safetensors", prompt));
    }

    @Override
    public Map<String, ReadFile> files() {
        return files.read();
    }

    @Override
    public List<String> notes() {
        return List.copyOf(notes);
    }

    @Override
    public void close() {
        open.values().forEach(opened -> opened.forEach(Safetensors::close));
    }

    @Override
    public String toString() {
        return folder.toString();
    }
}
