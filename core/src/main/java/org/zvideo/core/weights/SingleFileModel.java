package org.zvideo.core.weights;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.zvideo.core.error.Closing;
import org.zvideo.core.error.Remedy;
import org.zvideo.core.file.ReadFile;

/**
 * One {@code .safetensors} file in the original latent-diffusion naming. It carries no sizes: they come from a folder
 * of configs, or are Stable Diffusion v1's. How it predicts may be stated in it or beside it.
 */
final class SingleFileModel implements ModelContainer {
    private final Path file;
    private final Safetensors tensors;
    private final Optional<Path> configs;
    private final ModelFiles files = new ModelFiles();
    private final Map<Part, Config> read = new EnumMap<>(Part.class);

    SingleFileModel(Path file, Optional<Path> configs) {
        this.file = file;
        this.configs = configs;
        this.tensors = Safetensors.open(file, "checkpoint", files);
        Closing.onFailure(tensors, this::refuseOtherFamilies);
    }

    private void refuseOtherFamilies() {
        Set<String> names = tensors.names();
        String family = null;
        if (any(names, "conditioner.embedders.")) {
            family = "Stable Diffusion XL";
        } else if (any(names, "cond_stage_model.model.")) {
            family = "Stable Diffusion 2";
        } else if (any(names, "model.diffusion_model.joint_blocks.")) {
            family = "Stable Diffusion 3";
        } else if (any(names, "lora_") || names.stream().anyMatch(name -> name.matches(".*[._]lora[._].*"))) {
            throw new WeightException(
                    file + ": expected a Stable Diffusion v1 checkpoint, got a LoRA, which changes a model and is none",
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
        }
        if (family != null) {
            throw new WeightException(
                    file + ": expected a Stable Diffusion v1 checkpoint, got " + family + "; use a plain SD v1 model");
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
            case TEXT -> any(tensors.names(), "cond_stage_model.transformer.");
        };
    }

    @Override
    public WeightException missing(Part part) {
        String what = switch (part) {
            case UNET -> "U-Net";
            case VAE -> "VAE";
            case TEXT -> "text model";
            case SCHEDULER -> "scheduler"; // never missing: it is Stable Diffusion v1's
        };
        return new WeightException(
                file + ": holds no " + what + "; take the full checkpoint, or the same model as a diffusers folder");
    }

    @Override
    public Config config(Part part) {
        Config known = read.get(part);
        if (known == null) {
            known = configs.map(folder -> config(folder, part, files)).orElseGet(() -> stableDiffusionV1(part));
            read.put(part, part == Part.SCHEDULER ? stated().appliedTo(known) : known);
        }
        return read.get(part);
    }

    private PredictionStatements stated() {
        PredictionStatements statements = new PredictionStatements();
        statements.inWeights(file.toString(), tensors);
        Sidecars.of(file)
                .forEach(sidecar ->
                        statements.inSidecar(files.open(sidecar.getFileName().toString(), sidecar)));
        return statements;
    }

    /** The config in a folder; a scheduler that has none is Stable Diffusion v1's. */
    static Config config(Path folder, Part part, ModelFiles files) {
        Path config = folder.resolve(part.folder()).resolve(part.configName());
        return !Files.exists(config) && part == Part.SCHEDULER
                ? stableDiffusionV1(part)
                : Config.read(
                        Files.exists(config) ? files.open(part.folder() + "/" + part.configName(), config) : config);
    }

    /** The config that Stable Diffusion v1 has when no file says otherwise. */
    static Config stableDiffusionV1(Part part) {
        String resource = "stable-diffusion-v1/" + part.folder() + "/" + part.configName();
        try (InputStream in = SingleFileModel.class.getResourceAsStream(resource)) {
            return Config.read(resource, in);
        } catch (IOException e) {
            throw new UncheckedIOException(resource, e);
        }
    }

    @Override
    public Weights weights(Part part) {
        return new StoredWeights(
                file + " (" + part.folder() + ")",
                List.of(tensors),
                key -> CheckpointNames.inSingleFile(part, key).flatMap(CheckpointNames.of(part, config(part))));
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
