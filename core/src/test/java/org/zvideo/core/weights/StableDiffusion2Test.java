package org.zvideo.core.weights;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.zvideo.core.TestModels;
import org.zvideo.core.text.ClipTextConfig;
import org.zvideo.core.unet.UNetConfig;
import org.zvideo.core.weights.ModelContainer.Part;

/**
 * What is decided about models of the second generation before any weight is read. Oracle: the configs of the models that
 * Stability AI published, and what their cards say of how they predict. Golden cases run the networks.
 */
class StableDiffusion2Test {
    private static final Path CONFIGS = TestModels.testdata().resolve("golden/models/tiny-sd2");
    private static final Path MADE = TestModels.testdata().resolve("golden/models/tiny-sd2-ldm.safetensors");
    private static final String DEMAND =
            ": a Stable Diffusion 2 model predicts ε or v, and neither the model nor a file beside it"
                    + " says which; the models for 768 pixels predict v, the base models for 512 predict ε; say whether it predicts"
                    + " epsilon or v";

    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void link() throws IOException {
        file = Files.createSymbolicLink(folder.resolve("second.safetensors"), MADE);
    }

    @Test
    void aFileThatDoesNotSayHowItPredictsIsRefused() throws IOException {
        assertEquals(file + DEMAND, refused(Optional.empty()));
        Path configs = Files.createDirectory(folder.resolve("configs"));
        assertEquals(file + DEMAND, refused(Optional.of(configs)), "a folder without a scheduler's config");
        Files.writeString(folder.resolve("second.yaml"), "parameterization: v");
        assertEquals("v_prediction", scheduler(Optional.of(configs)).text(StatementKeys.TYPE, ""));
    }

    @Test
    void aFolderWithoutASchedulerIsRefusedToo() throws IOException {
        Path model = MadeModels.copy(CONFIGS, folder.resolve("model"));
        Files.delete(model.resolve("scheduler/scheduler_config.json"));
        MadeModels.set(model.resolve("unet/config.json"), "cross_attention_dim", "1024");
        try (ModelContainer container = ModelContainer.open(model, Optional.empty())) {
            assertEquals(
                    model + DEMAND,
                    assertThrows(WeightException.class, () -> container.config(Part.SCHEDULER))
                            .getMessage());
        }
        MadeModels.set(model.resolve("unet/config.json"), "cross_attention_dim", "24");
        try (ModelContainer container = ModelContainer.open(model, Optional.empty())) {
            assertEquals("", container.config(Part.SCHEDULER).text(StatementKeys.TYPE, ""), "a model like the first");
        }
    }

    @ParameterizedTest
    @CsvSource({"V,96", "EPSILON,64"})
    void theSizeFollowsFromHowItPredicts(PredictionType type, int side) {
        try (ModelContainer container = ModelContainer.open(file, Optional.empty(), Optional.of(type))) {
            UNetConfig unet = UNetConfig.of(container.config(Part.UNET));
            assertEquals(side, unet.sampleSize());
            assertEquals(List.of(5, 10, 20, 20), unet.heads());
            assertTrue(unet.linearProjection() && unet.upcastAttention());
            ClipTextConfig text = ClipTextConfig.of(container.config(Part.TEXT));
            assertEquals(23, text.layers());
            assertEquals(0, text.padToken());
            assertEquals(OptionalInt.of(0), container.padToken());
        }
    }

    /** Oracle: the ids of CLIP's vocabulary. */
    @Test
    void theTokenizerSaysHowPromptsAreFilledUp() throws IOException {
        Path model = MadeModels.copy(CONFIGS, folder.resolve("model"));
        Path map = model.resolve("tokenizer/special_tokens_map.json");
        assertEquals(OptionalInt.of(0), pad(model));
        Files.writeString(map, "{\"pad_token\": {\"content\": \"<|endoftext|>\", \"lstrip\": false}}");
        assertEquals(OptionalInt.of(49407), pad(model));
        Files.writeString(map, "{\"pad_token\": \"word\"}");
        Files.writeString(model.resolve("tokenizer/vocab.json"), "{\"word\": 7}");
        assertEquals(OptionalInt.of(7), pad(model));
        Files.delete(model.resolve("tokenizer/vocab.json"));
        assertTrue(assertThrows(WeightException.class, () -> pad(model))
                .getMessage()
                .startsWith(map + ": pad_token: expected a token of CLIP's vocabulary, got word; "));
        Files.delete(map);
        assertEquals(OptionalInt.empty(), pad(model));
        Files.writeString(model.resolve("tokenizer/tokenizer_config.json"), "{\"pad_token\": \"!\"}");
        assertEquals(OptionalInt.of(0), pad(model));
    }

    /** One block more than is used is in every such file; more than that is another model. */
    @Test
    void blocksThatNoOneUsesAreNamed() throws IOException {
        Path configs = MadeModels.copy(CONFIGS, folder.resolve("configs"));
        MadeModels.set(configs.resolve("text_encoder/config.json"), "num_hidden_layers", "1");
        assertTrue(assertThrows(WeightException.class, () -> MadeModels.load(file, configs))
                .getMessage()
                .contains("16 extra (encoder.layers.2."));
    }

    @Test
    void variantsThatNeedMoreThanALatentAreRefused() throws IOException {
        Path other = MadeModels.rewritten(
                MADE,
                folder.resolve("unclip.safetensors"),
                UnaryOperator.identity(),
                Map.of(
                        "model.diffusion_model.label_emb.0.0.weight",
                        MadeModels.JSON.readTree("{\"dtype\":\"F32\",\"shape\":[0],\"data_offsets\":[0,0]}")));
        assertTrue(assertThrows(WeightException.class, () -> ModelContainer.open(other, Optional.empty()))
                .getMessage()
                .contains("got an unCLIP or XL checkpoint"));
    }

    private static OptionalInt pad(Path model) {
        try (ModelContainer container = ModelContainer.open(model, Optional.empty())) {
            return container.padToken();
        }
    }

    private String refused(Optional<Path> configs) {
        return assertThrows(WeightException.class, () -> scheduler(configs)).getMessage();
    }

    private Config scheduler(Optional<Path> configs) {
        try (ModelContainer container = ModelContainer.open(file, configs)) {
            return container.config(Part.SCHEDULER);
        }
    }
}
