package org.zvideo.core.weights;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * A diffusers folder: {@code unet/}, {@code vae/}, {@code text_encoder/}, {@code scheduler/}, each with its config and
 * its weights in one {@code .safetensors} file, in one of half precision, or in shards with an index. Without a scheduler's
 * config it is Stable Diffusion v1's.
 */
final class ModelFolder implements ModelContainer {
    private final Path folder;
    private final List<Safetensors> open = new ArrayList<>();

    ModelFolder(Path folder) {
        this.folder = folder;
        if (!has(Part.UNET)) {
            throw new WeightException(folder + ": no unet/config.json: not a diffusers model folder");
        }
    }

    @Override
    public boolean has(Part part) {
        return Files.exists(configFile(part));
    }

    private Path configFile(Part part) {
        return folder.resolve(part.folder()).resolve(part.configName());
    }

    @Override
    public Config config(Part part) {
        return SingleFileModel.config(configFile(part), part);
    }

    @Override
    public Weights weights(Part part) {
        List<Safetensors> files = new ArrayList<>();
        for (Path file : files(folder.resolve(part.folder()), part == Part.TEXT ? "model" : "diffusion_pytorch_model")) {
            files.add(Safetensors.open(file));
            open.add(files.get(files.size() - 1));
        }
        return new StoredWeights(folder.resolve(part.folder()).toString(), files, key -> switch (part) {
            case VAE -> CheckpointNames.folderVae(key);
            case TEXT -> CheckpointNames.folderText(key);
            case UNET, SCHEDULER -> Optional.of(key);
        });
    }

    private static List<Path> files(Path part, String stem) {
        for (String variant : new String[] {"", ".fp16"}) {
            Path whole = part.resolve(stem + variant + ".safetensors");
            if (Files.exists(whole)) {
                return List.of(whole);
            }
            Path index = part.resolve(stem + ".safetensors.index" + variant + ".json");
            if (Files.exists(index)) {
                return shards(index);
            }
        }
        for (String pickle : new String[] {".bin", ".fp16.bin", ".pt"}) {
            Path file = part.resolve((stem.equals("model") ? "pytorch_model" : stem) + pickle);
            if (Files.exists(file)) {
                throw new WeightException(file + ": pickle checkpoints can run code and are never loaded; "
                        + "put the .safetensors variant beside it");
            }
        }
        throw new WeightException(part.resolve(stem + ".safetensors") + ": no such file");
    }

    private static List<Path> shards(Path index) {
        try {
            JsonNode map = new ObjectMapper().readTree(index.toFile()).path("weight_map");
            TreeSet<String> names = new TreeSet<>();
            map.forEach(file -> names.add(file.asText()));
            if (names.isEmpty() || names.stream().anyMatch(name -> name.contains("/") || name.contains("\\"))) {
                throw new WeightException(index + ": weight_map names no files of this folder; the index is damaged");
            }
            return names.stream().map(index::resolveSibling).toList();
        } catch (IOException e) {
            throw new WeightException(index + ": cannot be read: " + e.getMessage(), e);
        }
    }

    @Override
    public Optional<Path> nullPrompt() {
        return Optional.of(folder.resolve("null_prompt.safetensors")).filter(Files::exists);
    }

    @Override
    public void close() {
        open.forEach(Safetensors::close);
    }

    @Override
    public String toString() {
        return folder.toString();
    }
}
