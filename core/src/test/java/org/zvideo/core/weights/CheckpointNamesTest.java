package org.zvideo.core.weights;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.zvideo.core.torch.Ops;
import org.zvideo.core.torch.TensorScope;
import org.zvideo.core.weights.ModelContainer.Part;

/**
 * Old and new names, in folders and in single files. Oracle: the tensors of the tiny model, which is stored in both with the
 * same numbers.
 */
class CheckpointNamesTest {
    private static final String[] OURS = {"group_norm", "to_q", "to_k", "to_v", "to_out.0"};

    @TempDir
    Path folder;

    /** The names of a generation for the attention of the autoencoder: norm, q, k, v, out. */
    @ParameterizedTest
    @CsvSource({
        "group_norm to_q to_k to_v to_out.0",
        "group_norm query key value proj_attn",
        "norm q k v proj_out",
        "norm to_q to_k to_v to_out.0",
        "norm to_q to_k to_v to_out",
        "group_norm q k v proj_out"
    })
    void theAutoencodersAttentionIsKnownByAllItsNames(String generation) throws IOException {
        String[] theirs = generation.split(" ");
        Path model = MadeModels.copy(MadeModels.TINY, folder.resolve("model"));
        Path weights = model.resolve("vae/diffusion_pytorch_model.safetensors");
        Path file = folder.resolve("file.safetensors");
        Map<String, float[]> expected = tensors(MadeModels.TINY, null);
        for (String place : new String[] {"mid.attn_1.", "mid_block.attentions.0."}) {
            MadeModels.rewritten(
                    MadeModels.TINY.resolve("vae/diffusion_pytorch_model.safetensors"),
                    weights,
                    key -> renamed(key, place, theirs),
                    Map.of());
            MadeModels.rewritten(MadeModels.TINY_FILE, file, key -> renamed(key, place, theirs), Map.of());
            assertSame(expected, tensors(model, null));
            assertSame(expected, tensors(file, MadeModels.TINY));
            MadeModels.load(model, null);
            MadeModels.load(file, MadeModels.TINY);
        }
    }

    private static String renamed(String key, String place, String[] theirs) {
        String name = key;
        String[][] known = {OURS, {"norm", "q", "k", "v", "proj_out"}};
        for (String[] generation : known) {
            for (int n = 0; n < theirs.length; n++) {
                String old = (generation == OURS ? "mid_block.attentions.0." : "mid.attn_1.") + generation[n] + ".";
                if (key.contains(old)) {
                    name = key.replace(old, place + theirs[n] + ".");
                }
            }
        }
        return name;
    }

    /** Oracle: latent diffusion's names without their prefix, in a folder, and diffusers' names with it, in a file. */
    @Test
    void wholeLayoutsAreKnownInEitherContainer() throws IOException {
        Map<String, float[]> expected = tensors(MadeModels.TINY, null);
        Path model = MadeModels.copy(MadeModels.TINY, folder.resolve("model"));
        for (Part part : new Part[] {Part.UNET, Part.VAE}) {
            String prefix = part == Part.UNET ? "model.diffusion_model." : "first_stage_model.";
            Path weights = model.resolve(part.folder()).resolve("diffusion_pytorch_model.safetensors");
            onlyFrom(MadeModels.TINY_FILE, weights, prefix);
        }
        assertSame(expected, tensors(model, null));

        Path file = folder.resolve("file.safetensors");
        MadeModels.rewritten(
                MadeModels.TINY.resolve("vae/diffusion_pytorch_model.safetensors"),
                file,
                key -> "first_stage_model." + key,
                Map.of());
        try (Safetensors stored = Safetensors.open(file);
                ModelContainer tiny = ModelContainer.open(MadeModels.TINY, Optional.empty())) {
            Map<String, float[]> read = new TreeMap<>();
            read(
                    new StoredWeights(
                            "vae",
                            List.of(stored),
                            key -> CheckpointNames.inSingleFile(Part.VAE, key)
                                    .flatMap(CheckpointNames.of(Part.VAE, tiny.config(Part.VAE)))),
                    "vae",
                    read);
            expected.keySet().removeIf(key -> !key.startsWith("vae"));
            assertSame(expected, read);
        }
    }

    @Test
    void twoNamesOfOneTensorAreRefused() throws IOException {
        Path file = folder.resolve("file.safetensors");
        MadeModels.rewritten(
                MadeModels.TINY_FILE,
                file,
                key -> key.replace("encoder.mid.attn_1.k.bias", "encoder.mid.attn_1.to_q.bias"),
                Map.of());
        assertTrue(assertThrows(WeightException.class, () -> MadeModels.load(file, MadeModels.TINY))
                .getMessage()
                .contains("are both encoder.mid_block.attentions.0.to_q.bias"));
    }

    /** Keeps the tensors of a part, without their prefix; the others become one that no part has. */
    private static void onlyFrom(Path from, Path to, String prefix) throws IOException {
        try (Safetensors all = Safetensors.open(from);
                TensorScope scope = TensorScope.open("part")) {
            Map<String, Tensor> kept = new TreeMap<>();
            all.names().stream()
                    .filter(name -> name.startsWith(prefix))
                    .forEach(name -> kept.put(name.substring(prefix.length()), all.read(name)));
            Files.delete(to);
            SafetensorsWriter.write(to, kept);
        }
    }

    private static Map<String, float[]> tensors(Path model, Path configs) {
        Map<String, float[]> read = new TreeMap<>();
        try (ModelContainer container = ModelContainer.open(model, Optional.ofNullable(configs))) {
            for (Part part : new Part[] {Part.UNET, Part.VAE, Part.TEXT}) {
                read((StoredWeights) container.weights(part), part.folder(), read);
            }
        }
        return read;
    }

    private static void read(StoredWeights weights, String part, Map<String, float[]> read) {
        try (TensorScope scope = TensorScope.open("tensors")) {
            weights.names().forEach(name -> read.put(part + "/" + name, Ops.floats(weights.stored(name))));
        }
    }

    private static void assertSame(Map<String, float[]> expected, Map<String, float[]> read) {
        assertEquals(expected.keySet(), read.keySet());
        expected.forEach((name, values) -> assertArrayEquals(values, read.get(name), name));
    }
}
