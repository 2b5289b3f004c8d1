package org.zvideo.core.weights;

import com.fasterxml.jackson.databind.node.IntNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.zvideo.core.error.Closing;
import org.zvideo.core.error.Remedy;
import org.zvideo.core.file.ReadFile;

/**
 * One {@code .safetensors} file in the original latent-diffusion naming. It carries no sizes: they come from a folder
 * of configs, or are those of its generation. How it predicts may be stated in it or beside it.
 */
final class SingleFileModel implements ModelContainer {
    private static final String OPEN_CLIP = "cond_stage_model.model.";
    /** Side of the latents on which the base models of the second generation were trained. */
    private static final int BASE_SAMPLE = 64;

    private static final int MOST_LAYERS = 64;

    private final Path file;
    private final Safetensors tensors;
    private final Optional<Path> configs;
    private final Optional<PredictionType> prediction;
    private final Generation generation;
    private final ModelFiles files = new ModelFiles();
    private final Map<Part, Config> read = new EnumMap<>(Part.class);

    /** @param prediction what the model predicts, whatever it states */
    SingleFileModel(Path file, Optional<Path> configs, Optional<PredictionType> prediction) {
        this.file = file;
        this.configs = configs;
        this.prediction = prediction;
        this.tensors = Safetensors.open(file, "checkpoint", files);
        this.generation = Closing.onFailure(tensors, () -> {
            refuseOtherFamilies();
            return Generation.of(tensors);
        });
    }

    private void refuseOtherFamilies() {
        Set<String> names = tensors.names();
        String family = null;
        if (any(names, "conditioner.embedders.")) {
            family = "Stable Diffusion XL";
        } else if (any(names, "model.diffusion_model.joint_blocks.")) {
            family = "Stable Diffusion 3";
        } else if (any(names, "lora_") || names.stream().anyMatch(name -> name.matches(".*[._]lora[._].*"))) {
            throw new WeightException(
                    file
                            + ": expected a Stable Diffusion v1 or 2 checkpoint, got a LoRA, which changes a model and is none",
                    Remedy.of(Remedy.Id.AS_LORA));
        } else if (any(names, "control_model.")) {
            family = "a ControlNet";
        } else if (!any(names, "model.diffusion_model.")) {
            throw new WeightException(file + ": no model.diffusion_model.* tensors: "
                    + FolderContents.around(file.toAbsolutePath().getParent())
                            .map(folder -> "it is a part of a diffusers model; pass the folder " + folder)
                            .orElse("no model, or a part of a diffusers folder; pass the whole folder"));
        } else if (inputChannels() == 9) {
            family = "an inpainting checkpoint: conv_in has 9 input channels";
        } else if (inputChannels() == 5) {
            family = "a depth checkpoint: conv_in has 5 input channels";
        } else if (any(names, "model.diffusion_model.label_emb.")) {
            family = "an unCLIP or XL checkpoint, whose U-Net needs the embedding of a picture or a size";
        }
        if (family != null) {
            throw new WeightException(file + ": expected a Stable Diffusion v1 or 2 checkpoint, got " + family
                    + "; use a plain SD v1 or 2 model");
        }
    }

    private long inputChannels() {
        String conv = "model.diffusion_model.input_blocks.0.0.weight";
        return tensors.names().contains(conv) && tensors.shape(conv).length == 4 ? tensors.shape(conv)[1] : 0;
    }

    private static boolean any(Set<String> names, String prefix) {
        return names.stream().anyMatch(name -> name.startsWith(prefix));
    }

    @Override
    public boolean has(Part part) {
        return switch (part) {
            case UNET, SCHEDULER -> true;
            case VAE -> any(tensors.names(), "first_stage_model.");
            case TEXT -> openClip() || any(tensors.names(), "cond_stage_model.transformer.");
        };
    }

    @Override
    public WeightException missing(Part part) {
        String what = switch (part) {
            case UNET -> "U-Net";
            case VAE -> "VAE";
            case TEXT -> "text model";
            case SCHEDULER -> "scheduler"; // never missing: it is its generation's
        };
        String finding = file + ": holds no " + what;
        return part == Part.VAE
                ? new WeightException(
                        finding,
                        new Remedy(
                                Remedy.Id.ADD_VAE, "take the full checkpoint or the same model as a diffusers folder"))
                : new WeightException(finding + "; take the full checkpoint, or the same model as a diffusers folder");
    }

    @Override
    public Config config(Part part) {
        Config known = read.get(part);
        if (known == null) {
            known = part == Part.SCHEDULER
                    ? scheduler()
                    : configs.map(folder -> config(folder, part, files)).orElseGet(() -> standard(part));
            read.put(part, known);
        }
        return known;
    }

    private Config scheduler() {
        Optional<Path> own = configs.filter(folder -> Files.exists(configFile(folder, Part.SCHEDULER)));
        return own.isPresent()
                ? stated().appliedTo(config(own.get(), Part.SCHEDULER, files))
                : generation.scheduler(file.toString(), stated());
    }

    /** What its generation has; the models of the second that predict ε were trained on pictures of another size. */
    private Config standard(Part part) {
        Config config = generation.config(part);
        boolean base = generation == Generation.V2
                && part == Part.UNET
                && config(Part.SCHEDULER).text(StatementKeys.TYPE, "").equals(PredictionType.EPSILON.configName());
        return base ? config.saying("sample_size", IntNode.valueOf(BASE_SAMPLE), file.toString()) : config;
    }

    private PredictionStatements stated() {
        PredictionStatements statements = new PredictionStatements(prediction);
        statements.inWeights(file.toString(), tensors);
        Sidecars.of(file)
                .forEach(sidecar ->
                        statements.inSidecar(files.open(sidecar.getFileName().toString(), sidecar)));
        return statements;
    }

    /** The config in a folder. */
    static Config config(Path folder, Part part, ModelFiles files) {
        Path config = configFile(folder, part);
        return Config.read(Files.exists(config) ? files.open(part.folder() + "/" + part.configName(), config) : config);
    }

    static Path configFile(Path folder, Part part) {
        return folder.resolve(part.folder()).resolve(part.configName());
    }

    @Override
    public Weights weights(Part part) {
        return new StoredWeights(
                file + " (" + part.folder() + ")",
                List.of(tensors),
                part == Part.TEXT && openClip()
                        ? this::ofOpenClip
                        : key -> CheckpointNames.inSingleFile(part, key)
                                .flatMap(CheckpointNames.of(part, config(part))));
    }

    private boolean openClip() {
        return any(tensors.names(), OPEN_CLIP);
    }

    private Optional<String> ofOpenClip(String key) {
        return key.startsWith(OPEN_CLIP)
                ? OpenClipNames.of(
                        key.substring(OPEN_CLIP.length()),
                        config(Part.TEXT).integer("num_hidden_layers", 1, MOST_LAYERS))
                : Optional.empty();
    }

    @Override
    public OptionalInt padToken() {
        OptionalInt stated = configs.map(folder -> PadToken.of(folder, files)).orElse(OptionalInt.empty());
        return stated.isEmpty() && openClip() ? OptionalInt.of(0) : stated;
    }

    @Override
    public Optional<Path> nullPrompt() {
        return configs.map(folder -> folder.resolve("null_prompt.safetensors"))
                .filter(Files::exists)
                .map(prompt -> files.open("null_prompt.safetensors", prompt));
    }

    @Override
    public Map<String, ReadFile> files() {
        return files.read();
    }

    @Override
    public void close() {
        tensors.close();
    }

    @Override
    public String toString() {
        return file.toString();
    }
}
