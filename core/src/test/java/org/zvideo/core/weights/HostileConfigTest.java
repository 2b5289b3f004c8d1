package org.zvideo.core.weights;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.zvideo.core.bench.ResidentMemory;
import org.zvideo.core.error.ErrorKind;
import org.zvideo.core.error.ZvideoException;
import org.zvideo.core.torch.Convolution;
import org.zvideo.core.torch.Device;
import org.zvideo.core.torch.Layout;
import org.zvideo.core.torch.Precision;
import org.zvideo.core.torch.TensorOwner;

/**
 * Configs whose numbers were changed by a stranger, or written by Python. Oracle: a key that the method does not use
 * changes nothing; one that it uses is refused by its name, or by the weights whose shapes it contradicts.
 */
class HostileConfigTest {
    private static final List<String> VALUES =
            List.of("0", "-1", "2147483647", "9223372036854775808", "1e400", "NaN", "-Infinity", "\"many\"");
    private static final double SECONDS = 3;
    private static final long BYTES = 500_000_000;

    @TempDir
    Path folder;

    private Path model;

    @BeforeEach
    void copyModel() throws IOException {
        model = MadeModels.copy(MadeModels.TINY, folder.resolve("model"));
    }

    @ParameterizedTest
    @Tag("nightly")
    @ValueSource(
            strings = {
                "unet/config.json",
                "vae/config.json",
                "text_encoder/config.json",
                "scheduler/scheduler_config.json"
            })
    void everyNumberOfEveryConfigIsRefusedOrHarmless(String config) throws IOException {
        if (!config.startsWith("text")) { // a text model takes longer to read than all else
            model = MadeModels.copy(MadeModels.TINY.resolveSibling("tiny-null"), folder.resolve("without-text"));
        }
        Path file = model.resolve(config);
        String good = Files.readString(file);
        List<String> keys = new ArrayList<>();
        MadeModels.JSON.readTree(good).properties().forEach(entry -> {
            JsonNode value = entry.getValue();
            if (value.isNumber() || value.isArray() && value.get(0).isNumber()) {
                keys.add(entry.getKey());
            }
        });
        assertNotEquals(0, keys.size());
        for (String key : keys) {
            for (String value : VALUES) {
                for (String written :
                        good.contains("\"" + key + "\": [") ? List.of(value, "[" + value + "]") : List.of(value)) {
                    Files.writeString(file, good);
                    MadeModels.set(file, key, written);
                    ResidentMemory.reset();
                    long before = ResidentMemory.peak();
                    long begin = System.nanoTime();
                    String end = end();
                    assertTrue((System.nanoTime() - begin) / 1e9 < SECONDS, key + " " + written);
                    assertTrue(ResidentMemory.peak() - before < BYTES, key + " " + written);
                    assertTrue(
                            end.equals("loaded")
                                    || end.startsWith(file + ": " + key)
                                    || end.contains("do not fit the config"),
                            key + " " + written + ": " + end);
                }
            }
        }
    }

    /** The ends of each range: one step beyond is refused by the key's name, whatever the weights are. */
    @ParameterizedTest
    @CsvSource({
        "unet/config.json,layers_per_block,1,16",
        "unet/config.json,attention_head_dim,1,1024",
        "unet/config.json,cross_attention_dim,1,16384",
        "unet/config.json,norm_num_groups,1,16384",
        "unet/config.json,sample_size,1,1024",
        "unet/config.json,in_channels,1,64",
        "unet/config.json,out_channels,1,64",
        "unet/config.json,freq_shift,0,1",
        "unet/config.json,downsample_padding,0,1",
        "vae/config.json,layers_per_block,1,16",
        "vae/config.json,latent_channels,1,64",
        "vae/config.json,norm_num_groups,1,16384",
        "text_encoder/config.json,hidden_size,1,16384",
        "text_encoder/config.json,intermediate_size,1,65536",
        "text_encoder/config.json,num_hidden_layers,1,64",
        "text_encoder/config.json,num_attention_heads,1,1024",
        "text_encoder/config.json,vocab_size,49408,1000000",
        "text_encoder/config.json,max_position_embeddings,2,4096",
        "scheduler/scheduler_config.json,num_train_timesteps,2,100000",
        "scheduler/scheduler_config.json,steps_offset,0,999"
    })
    void everyCountHasARange(String config, String key, int least, int most) throws IOException {
        for (int beyond : new int[] {least - 1, most + 1}) {
            MadeModels.set(model.resolve(config), key, Integer.toString(beyond));
            assertEquals(
                    model.resolve(config) + ": " + key + ": expected an integer from " + least + " to " + most
                            + ", got " + beyond,
                    end());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "unet/config.json,norm_eps",
        "vae/config.json,scaling_factor",
        "text_encoder/config.json,layer_norm_eps",
        "scheduler/scheduler_config.json,beta_start",
        "scheduler/scheduler_config.json,beta_end"
    })
    void everyFractionIsFiniteAndMoreThanNothing(String config, String key) throws IOException {
        for (String value : List.of("0", "-0.1", "1e9", "NaN", "Infinity", "-Infinity")) {
            MadeModels.set(model.resolve(config), key, value);
            assertTrue(end().startsWith(model.resolve(config) + ": " + key + ": expected a number from "), end());
        }
    }

    @ParameterizedTest
    @CsvSource({"unet/config.json,3", "unet/config.json,16385", "vae/config.json,0", "vae/config.json,16385"})
    void everyWidthHasARange(String config, String width) throws IOException {
        MadeModels.set(model.resolve(config), "block_out_channels", "[32,40," + width + ",48]");
        assertTrue(end().contains("block_out_channels: expected a list of 1 to 8 integers from "), end());
        MadeModels.set(model.resolve(config), "block_out_channels", "[8,8,8,8,8,8,8,8,8]");
        assertTrue(end().contains("block_out_channels: expected a list of 1 to 8 integers from "), end());
    }

    /** Oracle: the file holds two layers; what a deeper config asks for would take 4 GB. */
    @Test
    void namesAreCountedBeforeAnythingIsAllocated() throws IOException {
        MadeModels.set(model.resolve("unet/config.json"), "block_out_channels", "[8192,8192,8192,8192]");
        MadeModels.set(model.resolve("unet/config.json"), "layers_per_block", "16");
        ResidentMemory.reset();
        long before = ResidentMemory.peak();
        assertTrue(end().matches(".*mis-shaped .* missing .*down_blocks\\.0\\.resnets\\.2\\..*"), end());
        assertTrue(ResidentMemory.peak() - before < BYTES);
    }

    /**
     * Holes in a file take no place on the disk and all of it in memory. Oracle: a petabyte, which no machine has, is counted
     * before a tensor is read.
     */
    @Test
    void moreThanTheMachineHasIsRefusedBeforehand() {
        Weights sparse = new Weights() {
            @Override
            public Tensor read(String key, long... shape) {
                throw new AssertionError("read " + key);
            }

            @Override
            public void verify() {}

            @Override
            public String toString() {
                return "sparse";
            }
        };
        try (TensorOwner owner = new TensorOwner("test")) {
            ZvideoException error = assertThrows(
                    ZvideoException.class,
                    () -> sparse.assemble(
                            owner,
                            Device.CPU,
                            Precision.F32,
                            Layout.CHANNELS_FIRST,
                            Convolution.PLAIN,
                            scope -> scope.tensor("kernel", 1 << 24, 1 << 24)));
            assertEquals(ErrorKind.MEMORY, error.kind());
            assertTrue(error.getMessage().startsWith("model weights sparse: takes 1125899.9 GB, this machine has "));
        }
    }

    /** Oracle: of two things that are wrong, the one that is found without reading a tensor is reported. */
    @Test
    void shapesAreComparedBeforeATensorIsRead() throws IOException {
        Path weights = model.resolve("unet/diffusion_pytorch_model.safetensors");
        MadeModels.rewritten(weights, weights, key -> key.replace("conv_out.bias", "conv_out.BIAS"), Map.of());
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(weights)).order(ByteOrder.LITTLE_ENDIAN);
        int header = (int) bytes.getLong(0);
        JsonNode entry = MadeModels.JSON
                .readTree(Arrays.copyOfRange(bytes.array(), 8, 8 + header))
                .path("down_blocks.0.resnets.0.norm1.weight");
        bytes.putFloat(8 + header + entry.path("data_offsets").get(0).asInt(), Float.NaN);
        Files.write(weights, bytes.array());
        assertTrue(end().contains("1 missing (conv_out.bias); 1 extra (conv_out.BIAS)"), end());
    }

    /** Oracle: Python's json module, which writes these words and reads them back. */
    @Test
    void pythonsWordsAreNumbersInEveryFile() throws IOException {
        Path split = folder.resolve("sharded");
        MadeModels.copy(MadeModels.TINY.resolveSibling("tiny-null"), split);
        for (Path part : List.of(model, split)) {
            for (String file : List.of(
                    "unet/config.json",
                    "vae/config.json",
                    "text_encoder/config.json",
                    "scheduler/scheduler_config.json",
                    "unet/diffusion_pytorch_model.safetensors.index.json")) {
                for (String word : List.of("NaN", "Infinity", "-Infinity")) {
                    if (Files.exists(part.resolve(file))) {
                        String good = Files.readString(part.resolve(file));
                        MadeModels.set(part.resolve(file), "lambda_min_clipped", word);
                        MadeModels.load(part, null);
                        Files.writeString(part.resolve(file), good);
                    }
                }
            }
        }
    }

    @Test
    void aCutIndexIsDamaged() throws IOException {
        Path split = MadeModels.copy(MadeModels.TINY.resolveSibling("tiny-null"), folder.resolve("sharded"));
        Path index = split.resolve("unet/diffusion_pytorch_model.safetensors.index.json");
        Files.writeString(index, Files.readString(index).substring(0, 500));
        assertEquals(
                index + ": not valid JSON; the file is damaged; copy it again from its source",
                assertThrows(WeightException.class, () -> MadeModels.load(split, null))
                        .getMessage());
    }

    private String end() {
        try {
            Map<String, ?> files = MadeModels.load(model, null);
            return files.isEmpty() ? "nothing" : "loaded";
        } catch (WeightException e) {
            return e.getMessage();
        }
    }
}
