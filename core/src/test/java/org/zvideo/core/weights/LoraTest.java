package org.zvideo.core.weights;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.zvideo.core.torch.Ops;
import org.zvideo.core.torch.TensorScope;
import org.zvideo.core.weights.ModelContainer.Part;

/**
 * What is added to a model and what is refused. Oracles: sums computed here element by element; for the messages, the kind of
 * file that each was made as. GoldenTest compares whole models with Python.
 */
class LoraTest {
    private static final Path TINY_NULL = MadeModels.TINY.resolveSibling("tiny-null");
    private static final String QUERY = "down_blocks.0.attentions.0.transformer_blocks.0.attn1.to_q";
    private static final String KOHYA = "lora_unet_" + QUERY.replace('.', '_');
    private static final String CONTEXT = "lora_unet_down_blocks_0_attentions_0_transformer_blocks_0_attn2_to_k.lora_";
    private static final String TEXT = "lora_te_text_model_encoder_layers_0_self_attn_q_proj.lora_";
    private static final int WIDTH = 32;

    @TempDir
    Path folder;

    /** A file, what must be said of it, and how it was made. */
    private record Refused(String says, Map<String, long[]> tensors) {
        @Override
        public String toString() {
            return says;
        }
    }

    private static Refused refused(String says, Object... namesAndShapes) {
        Map<String, long[]> tensors = new LinkedHashMap<>();
        for (int n = 0; n < namesAndShapes.length; n += 2) {
            tensors.put((String) namesAndShapes[n], (long[]) namesAndShapes[n + 1]);
        }
        return new Refused(says, tensors);
    }

    private static long[] shape(long... sizes) {
        return sizes;
    }

    static Stream<Refused> refusals() {
        return Stream.of(
                refused("got a LoHa (LyCORIS)", KOHYA + ".hada_w1_a", shape(32, 4), KOHYA + ".hada_w1_b", shape(4, 32)),
                refused("got a LoKr (LyCORIS)", KOHYA + ".lokr_w1", shape(4, 4), KOHYA + ".lokr_w2", shape(8, 8)),
                refused(
                        "got a DoRA",
                        KOHYA + ".lora_down.weight",
                        shape(4, 32),
                        KOHYA + ".lora_up.weight",
                        shape(32, 4),
                        KOHYA + ".dora_scale",
                        shape(1, 32)),
                refused("got a DoRA", "unet." + QUERY + ".lora_magnitude_vector", shape(32)),
                refused("got an OFT or BOFT", KOHYA + ".oft_blocks", shape(4, 8, 8)),
                refused("got an OFT or BOFT", "unet." + QUERY + ".oft_r.default.weight", shape(4, 28)),
                refused("got a GLoRA (LyCORIS)", KOHYA + ".a1.weight", shape(4, 32)),
                refused("got an (IA)³ (LyCORIS)", KOHYA + ".on_input", shape(1)),
                refused("got a file of full differences (LyCORIS)", KOHYA + ".diff", shape(32, 32)),
                refused("got other tensors, like emb_params", "emb_params", shape(4, 768)),
                refused("a LoRA for Stable Diffusion XL; use", "lora_te1_text_model_a.lora_down.weight", shape(4, 768)),
                refused("a LoRA for Stable Diffusion XL; use", "lora_te2_text_model_a.lora_down.weight", shape(4, 768)),
                refused(
                        "a LoRA for Stable Diffusion XL; use",
                        "lora_unet_input_blocks_4_1_transformer_blocks_1_attn1_to_q.lora_down.weight",
                        shape(4, 640)),
                refused("a LoRA for Stable Diffusion XL; use", CONTEXT + "down.weight", shape(4, 2048)),
                refused(
                        "a LoRA for a diffusion transformer, such as Flux or Stable Diffusion 3; use",
                        "transformer.single_transformer_blocks.0.attn.to_q.lora_A.weight",
                        shape(4, 3072)),
                refused(
                        "changes a weight of [32, 1024], that of the model "
                                + TINY_NULL.resolve("unet")
                                + " is [32, 32]; use a LoRA for the model's own family (this"
                                + " one was made for Stable Diffusion 2)",
                        CONTEXT + "down.weight",
                        shape(4, 1024),
                        CONTEXT + "up.weight",
                        shape(32, 4)),
                refused(
                        "a LoRA for a motion module",
                        "down_blocks.0.motion_modules.0.temporal_transformer.transformer_blocks.0.attention_blocks.0"
                                + ".processor.to_q_lora.down.weight",
                        shape(4, 32)),
                refused(KOHYA + " has no lora_up; the file is damaged", KOHYA + ".lora_down.weight", shape(4, 32)),
                refused(KOHYA + " has no lora_down; the file is damaged", KOHYA + ".lora_up.weight", shape(32, 4)),
                refused(
                        KOHYA + ": down [4, 32] and up [32, 8] have different ranks; the file is damaged",
                        KOHYA + ".lora_down.weight",
                        shape(4, 32),
                        KOHYA + ".lora_up.weight",
                        shape(32, 8)),
                refused(
                        "down [4, 32, 1, 1], mid [4, 3, 3, 3] and up [32, 4, 1, 1] have different ranks",
                        KOHYA + ".lora_down.weight",
                        shape(4, 32, 1, 1),
                        KOHYA + ".lora_mid.weight",
                        shape(4, 3, 3, 3),
                        KOHYA + ".lora_up.weight",
                        shape(32, 4, 1, 1)),
                refused(
                        KOHYA + ".alpha: expected one number, got [2]",
                        KOHYA + ".alpha",
                        shape(2),
                        KOHYA + ".lora_down.weight",
                        shape(4, 32),
                        KOHYA + ".lora_up.weight",
                        shape(32, 4)),
                refused(
                        KOHYA + ".lora_down.weight and " + "unet." + QUERY + ".lora_A.weight are the same",
                        KOHYA + ".lora_down.weight",
                        shape(4, 32),
                        "unet." + QUERY + ".lora_A.weight",
                        shape(4, 32)),
                refused(
                        "holds 2 tensors (" + QUERY
                                + ".bias, logit_scale) that no LoRA has; it is of a kind that is not" + " supported",
                        KOHYA + ".lora_down.weight",
                        shape(4, 32),
                        QUERY + ".bias",
                        shape(32),
                        "logit_scale",
                        shape(1)),
                refused(
                        "changes 6 layers (lora_unet_a, lora_unet_b, lora_unet_c, lora_unet_d, lora_unet_e, …) that the model "
                                + TINY_NULL.resolve("unet") + " does not have; use a LoRA for the model's own family",
                        Stream.of("a", "b", "c", "d", "e", "f")
                                .flatMap(name -> Stream.of(
                                        "lora_unet_" + name + ".lora_down.weight",
                                        shape(1, 32),
                                        "lora_unet_" + name + ".lora_up.weight",
                                        shape(32, 1)))
                                .toArray()),
                refused(
                        "changes only a text model, and " + TINY_NULL + " has none; use a LoRA that changes the U-Net",
                        TEXT + "down.weight",
                        shape(2, 32),
                        TEXT + "up.weight",
                        shape(32, 2)),
                refused("expected a LoRA, got a model", "model.diffusion_model.input_blocks.0.0.weight", shape(8, 4)));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void otherKindsAreRefusedByName(Refused refused) throws IOException {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        Path file = folder.resolve("some.safetensors");
        try (TensorScope scope = TensorScope.open("made")) {
            refused.tensors().forEach((name, shape) -> tensors.put(name, torch.ones(shape)));
            SafetensorsWriter.write(file, tensors);
        }
        WeightException error = assertThrows(
                WeightException.class, () -> merged(TINY_NULL, QUERY, new LoraFile(file, 1)), refused.says());
        assertTrue(error.getMessage().startsWith(file + ": "), error.getMessage());
        assertTrue(error.getMessage().contains(refused.says()), error.getMessage());
        assertFalse(error.getMessage().contains("\n"), error.getMessage());
    }

    /** Also: an up matrix of zeros, as one has that was not trained, is not damaged. */
    @Test
    void whatIsAddedIsTheScaledProduct() throws IOException {
        float[] base = merged(TINY_NULL, QUERY);
        float[] down = numbers(2 * WIDTH, 7);
        float[] up = numbers(WIDTH * 2, 5);
        LoraFile half = new LoraFile(lora("half", down, up, 3f), 0.5);
        float[] expected = base.clone();
        for (int o = 0; o < WIDTH; o++) {
            for (int i = 0; i < WIDTH; i++) {
                expected[o * WIDTH + i] += 0.5f * 1.5f * (up[2 * o] * down[i] + up[2 * o + 1] * down[WIDTH + i]);
            }
        }
        assertArrayEquals(expected, merged(TINY_NULL, QUERY, half), 1e-6f);
        LoraFile untrained = new LoraFile(lora("untrained", down, new float[2 * WIDTH], 3f), 1);
        assertArrayEquals(base, merged(TINY_NULL, QUERY, untrained));
        LoraFile taken = new LoraFile(half.file(), -0.5);
        assertArrayEquals(base, merged(TINY_NULL, QUERY, half, taken), 1e-6f);
    }

    /** A sum in float32 of three files, whose bits would depend on the order. */
    @Test
    void theOrderOfFilesIsIrrelevant() throws IOException {
        LoraFile[] files = new LoraFile[3];
        for (int n = 0; n < 3; n++) {
            files[n] =
                    new LoraFile(lora("file" + n, numbers(2 * WIDTH, n + 2), numbers(2 * WIDTH, n + 9), 0.1f), 1 / 3.0);
        }
        assertArrayEquals(
                merged(TINY_NULL, QUERY, files[0], files[1], files[2]),
                merged(TINY_NULL, QUERY, files[2], files[0], files[1]));
    }

    /** Oracle: the 16-bit weight, widened, plus what float32 gives: 16 bits would round it to something else. */
    @Test
    void weightsOfSixteenBitsAreMergedInFloat32() throws IOException {
        Path half = MadeModels.TINY.resolveSibling("tiny-f16");
        float[] base = merged(half, QUERY);
        LoraFile small = new LoraFile(lora("small", numbers(2 * WIDTH, 3), numbers(2 * WIDTH, 4), 1e-4f), 1);
        float[] merged = merged(half, QUERY, small);
        float[] exact = merged(TINY_NULL, QUERY);
        float[] exactMerged = merged(TINY_NULL, QUERY, small);
        int rounded = 0;
        for (int n = 0; n < base.length; n++) {
            assertEquals(exactMerged[n] - exact[n], merged[n] - base[n], 2e-7f);
            rounded += merged[n] != base[n] && Math.abs(merged[n] - base[n]) < Math.ulp(base[n]) * 4096 ? 1 : 0;
        }
        assertTrue(rounded > 100, rounded + " changes that 16 bits would lose");
    }

    /** Oracle: the same model as a folder, whose names are diffusers'. */
    @Test
    void aSingleFileTakesTheSameLoras() throws IOException {
        Path configs = MadeModels.configs(folder.resolve("configs"));
        LoraFile lora = new LoraFile(lora("one", numbers(2 * WIDTH, 3), numbers(2 * WIDTH, 4), 3f), 1);
        float[] expected = merged(MadeModels.TINY, QUERY, lora);
        try (ModelContainer container = ModelSource.of(MadeModels.TINY_FILE)
                        .withConfigs(configs)
                        .withLoras(List.of(lora))
                        .open();
                TensorScope scope = TensorScope.open("merged")) {
            assertArrayEquals(expected, Ops.floats(container.weights(Part.UNET).read(QUERY + ".weight", WIDTH, WIDTH)));
            assertTrue(
                    container.files().containsKey("lora 1"), container.files().toString());
            assertEquals(List.of(), container.notes());
        }
    }

    @Test
    void aTextPartWithoutATextModelIsNoted() throws IOException {
        Path file = folder.resolve("both.safetensors");
        try (TensorScope scope = TensorScope.open("made")) {
            Map<String, Tensor> tensors = module(KOHYA + ".lora_", numbers(64, 3), numbers(64, 4), 3f);
            tensors.put(TEXT + "down.weight", torch.ones(2, WIDTH));
            tensors.put(TEXT + "up.weight", torch.ones(WIDTH, 2));
            SafetensorsWriter.write(file, tensors);
        }
        try (ModelContainer container = ModelSource.of(TINY_NULL)
                .withLoras(List.of(new LoraFile(file, 1)))
                .open()) {
            assertEquals(
                    List.of(file + ": its text part is ignored, the model has no text encoder"), container.notes());
        }
    }

    /** Files of PEFT itself: the settings lie beside the weights. Oracle: the same tensors with the α that they give. */
    @Test
    void anAdapterHasItsScaleBesideIt() throws IOException {
        float[] down = numbers(64, 3);
        float[] up = numbers(64, 4);
        Path file = folder.resolve("adapter/adapter_model.safetensors");
        Files.createDirectories(file.getParent());
        try (TensorScope scope = TensorScope.open("made")) {
            Map<String, Tensor> tensors = new LinkedHashMap<>();
            tensors.put("base_model.model." + QUERY + ".lora_A.weight", Ops.tensor(down, 2, WIDTH));
            tensors.put("base_model.model." + QUERY + ".lora_B.default.weight", Ops.tensor(up, WIDTH, 2));
            SafetensorsWriter.write(file, tensors);
        }
        LoraFile adapter = new LoraFile(file, 1);
        assertTrue(assertThrows(WeightException.class, () -> merged(TINY_NULL, QUERY, adapter))
                .getMessage()
                .contains("its scale is in a file adapter_config.json, which is not beside it"));
        ObjectNode settings = MadeModels.JSON.createObjectNode();
        settings.put("r", 2)
                .put("lora_alpha", 5)
                .put("use_rslora", false)
                .putObject("alpha_pattern")
                .put("to_q", 3);
        Path config = file.resolveSibling("adapter_config.json");
        MadeModels.JSON.writeValue(config.toFile(), settings);
        assertArrayEquals(
                merged(TINY_NULL, QUERY, new LoraFile(lora("same", down, up, 3f), 1)),
                merged(TINY_NULL, QUERY, adapter));
        for (Map.Entry<String, String> wrong : Map.of(
                        "\"r\":2", "\"r\":4", "\"to_q\"", "\"to_(q|k)\"", "\"lora_alpha\":5", "\"lora_alpha\":\"5\"")
                .entrySet()) {
            Files.writeString(config, settings.toString().replace(wrong.getKey(), wrong.getValue()));
            if (!wrong.getValue().contains("\"5\"")) { // a pattern gives α of this layer
                assertTrue(assertThrows(WeightException.class, () -> merged(TINY_NULL, QUERY, adapter))
                        .getMessage()
                        .startsWith(config + ": "));
            }
        }
    }

    private static float[] merged(Path model, String layer, LoraFile... loras) {
        try (ModelContainer container =
                        ModelSource.of(model).withLoras(List.of(loras)).open();
                TensorScope scope = TensorScope.open("merged")) {
            return Ops.floats(container.weights(Part.UNET).read(layer + ".weight", WIDTH, WIDTH));
        }
    }

    /** A LoRA of rank 2 of one layer. */
    private Path lora(String name, float[] down, float[] up, float alpha) throws IOException {
        Path file = folder.resolve(name + ".safetensors");
        try (TensorScope scope = TensorScope.open("made")) {
            SafetensorsWriter.write(file, module(KOHYA + ".lora_", down, up, alpha));
        }
        return file;
    }

    private static Map<String, Tensor> module(String start, float[] down, float[] up, float alpha) {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        tensors.put(start + "down.weight", Ops.tensor(down, 2, WIDTH));
        tensors.put(start + "up.weight", Ops.tensor(up, WIDTH, 2));
        tensors.put(
                start.replace(".lora_", ".alpha"),
                Ops.tensor(new float[] {alpha}).to(ScalarType.Float));
        return tensors;
    }

    /** Numbers between −1 and 1 that follow no pattern. */
    private static float[] numbers(int count, int seed) {
        float[] numbers = new float[count];
        Arrays.setAll(new double[count], n -> numbers[n] = (float) Math.sin(seed * (n + 1.7) * (n + 0.3)));
        return numbers;
    }
}
