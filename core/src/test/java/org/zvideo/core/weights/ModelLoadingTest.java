package org.zvideo.core.weights;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.zvideo.core.TestModels;
import org.zvideo.core.diffusion.LatentDiffusion;
import org.zvideo.core.torch.Placement;
import org.zvideo.core.unet.UNetConfig;

/** Oracle: what is wrong with each model is known, as one thing of the good tiny model was changed. */
class ModelLoadingTest {
    @TempDir
    Path folder;

    private Path model;

    @BeforeEach
    void copyModel() throws IOException {
        model = folder.resolve("model");
        Path good = TestModels.testdata().resolve("golden/models/tiny-f16");
        try (Stream<Path> files = Files.walk(good)) {
            for (Path file : files.toList()) {
                Path copy = model.resolve(good.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(copy);
                } else {
                    Files.copy(file, copy);
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "unet/config.json | in_channels | 9 | inpainting",
                "unet/config.json | addition_embed_type | \"text_time\" | Stable Diffusion XL",
                "unet/config.json | cross_attention_dim | 48 | mis-shaped",
                "unet/config.json | cross_attention_dim | \"wide\" | an integer",
                "unet/config.json | attention_head_dim | [4,8] | an integer",
                "unet/config.json | block_out_channels | [32,40,48,50] | divide",
                "scheduler/scheduler_config.json | prediction_type | \"sample\" | epsilon or v_prediction",
                "scheduler/scheduler_config.json | beta_schedule | \"cosine\" | scaled_linear"
            })
    void otherConfigsAreRefused(String file, String key, String value, String word) throws IOException {
        ObjectMapper json = new ObjectMapper();
        ObjectNode config = (ObjectNode) json.readTree(model.resolve(file).toFile());
        config.set(key, json.readTree(value));
        json.writeValue(model.resolve(file).toFile(), config);
        refused(model, word);
    }

    /**
     * Oracle: JSON has one kind of number, and configs in the wild write both; diffusers takes a number for each block or side
     * where one for all would do.
     */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "unet/config.json | resnet_out_scale_factor | 1",
                "unet/config.json | mid_block_scale_factor | 1.0",
                "unet/config.json | transformer_layers_per_block | [1,1,1.0,1]",
                "unet/config.json | attention_head_dim | [4,4,4,4]",
                "unet/config.json | attention_head_dim | 4.0",
                "unet/config.json | layers_per_block | [2,2,2,2]",
                "unet/config.json | cross_attention_dim | [32,32,32,32]",
                "unet/config.json | sample_size | [16,16]",
                "scheduler/scheduler_config.json | steps_offset | 0.0",
                "scheduler/scheduler_config.json | num_train_timesteps | 1e3"
            })
    void numbersMayBeWrittenInSeveralWays(String file, String key, String value) throws IOException {
        ObjectMapper json = new ObjectMapper();
        ObjectNode config = (ObjectNode) json.readTree(model.resolve(file).toFile());
        ObjectNode before = config.deepCopy();
        config.set(key, json.readTree(value));
        json.writeValue(model.resolve(file).toFile(), config);
        try (ModelContainer container = ModelContainer.open(model, Optional.empty());
                LatentDiffusion loaded = LatentDiffusion.load(container, Placement.CPU_F32)) {
            json.writeValue(model.resolve(file).toFile(), before);
            assertEquals(UNetConfig.of(Config.read(model.resolve("unet/config.json"))), loaded.unetConfig());
            assertEquals(1000, loaded.schedule().alphasCumprod().length);
        }
    }

    @Test
    void missingExtraAndMisshapedKeysAreListed() throws IOException {
        Path weights = model.resolve("unet/diffusion_pytorch_model.fp16.safetensors");
        editHeader(weights, header -> header.replace("\"conv_in.weight\"", "\"conv_IN.weight\""));
        refused(model, "1 missing (conv_in.weight); 1 extra (conv_IN.weight)");
        copyAgain(weights);
        editHeader(weights, header -> header.replace("\"shape\":[32,4,3,3]", "\"shape\":[4,32,3,3]"));
        refused(model, "1 mis-shaped (conv_in.weight: expected [32, 4, 3, 3], got [4, 32, 3, 3])");
    }

    /** Oracle: files of weights in eight bits, which hold tensors for scales beside them. */
    @Test
    void weightsOfEightBitsAreRefusedWithARemedy() throws IOException {
        Path weights = model.resolve("unet/diffusion_pytorch_model.fp16.safetensors");
        editHeader(
                weights,
                header -> header.replaceFirst(
                                "\"conv_in.weight\":\\{\"dtype\":\"F16\",\"shape\":\\[32,4,3,3\\]",
                                "\"conv_in.weight\":{\"dtype\":\"F8_E4M3\",\"shape\":[64,4,3,3]")
                        .replace("\"conv_in.bias\"", "\"scaled_fp8\""));
        refused(model, "tensor conv_in.weight: weights in F8_E4M3 are not supported; take the fp16 or fp32 file");
    }

    @Test
    void absentPartsAreNamed() throws IOException {
        Files.delete(model.resolve("null_prompt.safetensors"));
        refused(model, "holds no text_encoder");
        Files.move(
                model.resolve("unet/diffusion_pytorch_model.fp16.safetensors"),
                model.resolve("unet/diffusion_pytorch_model.bin"));
        refused(model, "pickle");
        Files.delete(model.resolve("unet/config.json"));
        refused(model, "no unet/config.json");
    }

    @ParameterizedTest
    @CsvSource({
        "conditioner.embedders.0.w,XL",
        "cond_stage_model.model.w,no model.diffusion_model",
        "model.diffusion_model.label_emb.0.0.weight,unCLIP",
        "lora_unet_down.weight,LoRA",
        "control_model.w,ControlNet",
        "something.else,no model.diffusion_model"
    })
    void otherFamiliesOfSingleFilesAreRefused(String key, String word) throws IOException {
        Path file = folder.resolve("family.safetensors");
        write(file, "{\"" + key + "\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}", new byte[4]);
        refused(file, word);
    }

    /** A file that was written over while it was mapped: its rest is zeros. */
    @Test
    void weightsOfNothingButZerosAreRefused() throws IOException {
        Path weights = model.resolve("unet/diffusion_pytorch_model.fp16.safetensors");
        byte[] bytes = Files.readAllBytes(weights);
        Arrays.fill(bytes, bytes.length / 2, bytes.length, (byte) 0);
        Files.write(weights, bytes);
        refused(model, "holds nothing but zeros");
    }

    /** Oracle: the tensor that ends with the file, by the file's own header. */
    @ParameterizedTest
    @CsvSource({"7e00", "7c00", "fc00"}) // NaN, ∞ and −∞ in float16
    void notANumberIsRefusedWithItsTensor(String number) throws IOException {
        Path weights = model.resolve("unet/diffusion_pytorch_model.fp16.safetensors");
        byte[] bytes = Files.readAllBytes(weights);
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putShort(bytes.length - 2, (short)
                Integer.parseInt(number, 16));
        Files.write(weights, bytes);
        refused(model, lastTensor(bytes) + ": holds NaN or infinite numbers");
    }

    private static String lastTensor(byte[] file) throws IOException {
        int length = (int) ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getLong();
        return new ObjectMapper()
                .readTree(Arrays.copyOfRange(file, 8, 8 + length)).properties().stream()
                        .filter(entry -> entry.getValue().has("data_offsets"))
                        .max(Comparator.comparingLong(
                                entry -> entry.getValue().at("/data_offsets/1").asLong()))
                        .orElseThrow()
                        .getKey();
    }

    /** Oracle: METHOD.md §3: the scheduler's config is taken where there is one. */
    @Test
    void withoutASchedulerItIsStableDiffusions() throws IOException {
        Files.delete(model.resolve("scheduler/scheduler_config.json"));
        try (ModelContainer container = ModelContainer.open(model, Optional.empty());
                LatentDiffusion loaded = LatentDiffusion.load(container, Placement.CPU_F32)) {
            assertEquals(1000, loaded.schedule().alphasCumprod().length);
            assertEquals(0.0047, loaded.schedule().alpha(999), 0.0001);
        }
    }

    private void refused(Path path, String word) {
        String message = assertThrows(WeightException.class, () -> {
                    try (ModelContainer container = ModelContainer.open(path, Optional.empty())) {
                        LatentDiffusion.load(container, Placement.CPU_F32).close();
                    }
                })
                .getMessage();
        assertTrue(
                message.contains(word) && message.lines().count() == 1,
                "expected one line with '" + word + "': " + message);
    }

    private static void copyAgain(Path weights) throws IOException {
        Files.copy(
                TestModels.testdata().resolve("golden/models/tiny-f16/unet/" + weights.getFileName()),
                weights,
                StandardCopyOption.REPLACE_EXISTING);
    }

    private static void editHeader(Path file, UnaryOperator<String> edit) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        byte[] header = new byte[(int) bytes.getLong()];
        bytes.get(header);
        byte[] data = new byte[bytes.remaining()];
        bytes.get(data);
        write(file, edit.apply(new String(header, StandardCharsets.UTF_8)), data);
    }

    private static void write(Path file, String header, byte[] data) throws IOException {
        byte[] json = header.getBytes(StandardCharsets.UTF_8);
        Files.write(
                file,
                ByteBuffer.allocate(8 + json.length + data.length)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putLong(json.length)
                        .put(json)
                        .put(data)
                        .array());
    }
}
