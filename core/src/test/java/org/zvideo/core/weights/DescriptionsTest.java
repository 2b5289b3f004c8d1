package org.zvideo.core.weights;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What files and folders are said to be. Oracle: the keys and shapes that the makers of each kind give their files, as their own
 * programs read them.
 */
class DescriptionsTest {
    private static final String ATTENTION =
            "model.diffusion_model.input_blocks.1.1.transformer_blocks.0.attn2.to_k.weight";
    private static final String FIRST = "model.diffusion_model.input_blocks.0.0.weight";
    private static final String MOTION =
            "down_blocks.0.motion_modules.1.temporal_transformer.transformer_blocks.0.attention_blocks.0.";
    private static final String LORA = "lora_unet_down_blocks_0_attentions_0_transformer_blocks_0_attn2_to_k.";

    @TempDir
    Path folder;

    /** Tensors by name and sizes, {@code name 4x768}, with what is reported of a file that holds them. */
    private record Kind(String is, String fact, List<String> tensors) {
        @Override
        public String toString() {
            return is + " " + fact;
        }
    }

    private static Kind kind(String is, String fact, String... tensors) {
        return new Kind(is, fact, List.of(tensors));
    }

    static Stream<Kind> kinds() {
        return Stream.of(
                kind("checkpoint", "family=Stable Diffusion 1", ATTENTION + " 2x768", "first_stage_model.a 1"),
                kind("checkpoint", "prediction=epsilon (nothing states another)", ATTENTION + " 2x768"),
                kind(
                        "checkpoint",
                        "prediction=v_prediction, zero terminal SNR",
                        ATTENTION + " 2x768",
                        "v_pred 0",
                        "ztsnr 0"),
                kind("checkpoint", "parts=U-Net, VAE", ATTENTION + " 2x768", "first_stage_model.a 1"),
                kind("checkpoint", "family=Stable Diffusion 2", ATTENTION + " 2x1024", "cond_stage_model.model.a 1"),
                kind("checkpoint", "prediction=not stated", ATTENTION + " 2x1024"),
                kind("checkpoint", "family=Stable Diffusion XL", ATTENTION + " 2x2048", "conditioner.embedders.0.a 1"),
                kind("checkpoint", "family=Stable Diffusion 3", "model.diffusion_model.joint_blocks.0.a 1"),
                kind("inpainting checkpoint", "family=Stable Diffusion 1", ATTENTION + " 2x768", FIRST + " 1x9x1x1"),
                kind("LoRA", "family=Stable Diffusion 1", LORA + "lora_down.weight 4x768", LORA + "lora_up.weight 8x4"),
                kind("LoRA", "rank=4 (U-Net)", LORA + "lora_down.weight 4x768", LORA + "lora_up.weight 8x4"),
                kind("LoRA", "alpha=the rank", LORA + "lora_down.weight 4x768"),
                kind("LoRA", "alpha=0 (U-Net)", LORA + "lora_down.weight 4x768", LORA + "alpha 1"),
                kind("LoRA", "names=kohya", LORA + "lora_down.weight 4x768"),
                kind(
                        "LoRA",
                        "changes=1 layer of the U-Net (attention 1); 1 layer of the text encoder (feed-forward 1)",
                        LORA + "lora_down.weight 4x768",
                        "lora_te_text_model_encoder_layers_0_mlp_fc1.lora_down.weight 4x768"),
                kind("LoRA", "family=Stable Diffusion 2", LORA + "lora_down.weight 4x1024"),
                kind("LoRA", "family=Stable Diffusion XL", "lora_te2_text_model_a.lora_down.weight 4x64"),
                kind("LoHa (LyCORIS)", "precision=F16", LORA + "hada_w1_a 4x4"),
                kind("DoRA", "rank=4 (U-Net)", LORA + "lora_down.weight 4x768", LORA + "dora_scale 1x4"),
                kind("LoRA for a motion module", "family=AnimateDiff", MOTION + "processor.to_q_lora.down.weight 4x8"),
                kind(
                        "motion module",
                        "family=AnimateDiff v2",
                        MOTION + "pos_encoder.pe 1x32x4",
                        "down_blocks.3.motion_modules.0.temporal_transformer.norm.weight 4",
                        "mid_block.motion_modules.0.temporal_transformer.norm.weight 4"),
                kind(
                        "motion module",
                        "family=AnimateDiff v3",
                        MOTION + "pos_encoder.pe 1x32x4",
                        "down_blocks.3.motion_modules.0.temporal_transformer.norm.weight 4"),
                kind(
                        "motion module",
                        "family=AnimateDiff v1",
                        "module." + MOTION + "pos_encoder.pe 1x24x4",
                        "module.down_blocks.3.motion_modules.0.temporal_transformer.norm.weight 4"),
                kind(
                        "motion module",
                        "family=AnimateDiff without positions (AnimateLCM)",
                        MOTION + "to_q.weight 4x4",
                        "down_blocks.3.motion_modules.0.temporal_transformer.norm.weight 4"),
                kind(
                        "motion module",
                        "family=AnimateDiff for Stable Diffusion XL (beta)",
                        MOTION + "pos_encoder.pe 1x32x4"),
                kind(
                        "tiny VAE (TAESD)",
                        "parts=encoder and decoder",
                        "encoder.layers.0.weight 64x3x3x3",
                        "decoder.layers.0.weight 64x4x3x3"),
                kind(
                        "tiny VAE (TAESD)",
                        "parts=encoder",
                        "0.weight 64x3x3x3",
                        "1.conv.0.weight 64x64x3x3",
                        "14.weight 4x64x3x3"),
                kind("tiny VAE (TAESD)", "parts=decoder", "1.weight 64x4x3x3", "3.conv.0.weight 64x64x3x3"),
                kind("tiny VAE (TAESD)", "latent channels=16", "1.weight 64x16x3x3", "3.conv.0.weight 64x64x3x3"),
                kind(
                        "VAE (AutoencoderKL)",
                        "names=latent diffusion",
                        "encoder.conv_in.weight 8x3x3x3",
                        "decoder.conv_in.weight 8x4x3x3",
                        "decoder.up.0.block.0.conv1.weight 8x8x3x3"),
                kind("textual inversion", "precision=F16", "emb_params 4x768"),
                kind("ControlNet", "precision=F16", "control_model.a 4"),
                kind("unknown", "tensors=1 tensor (something)", "something 4"));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void filesAreToldByTheirKeys(Kind kind) throws IOException {
        Path file = write(folder.resolve("some.safetensors"), kind.tensors(), Map.of());
        Description description = Descriptions.of(file).get(0);
        assertEquals(kind.is(), description.kind());
        String[] fact = kind.fact().split("=", 2);
        assertEquals(
                fact[1], description.facts().get(fact[0]), description.facts().toString());
    }

    /** Oracle: kohya's own notes; a note of a megabyte does not describe. */
    @Test
    void notesOfItsMakerAreTold() throws IOException {
        Path file = write(
                folder.resolve("noted.safetensors"),
                List.of(LORA + "lora_down.weight 4x768"),
                Map.of(
                        "ss_base_model_version",
                        "sd_v1",
                        "ss_network_module",
                        "lycoris.kohya",
                        "ss_network_args",
                        "{\"algo\": \"locon\", \"conv_dim\": 4}",
                        "modelspec.title",
                        "x".repeat(1_000_000)));
        Map<String, String> facts = Descriptions.of(file).get(0).facts();
        assertEquals("sd_v1", facts.get("base model"));
        assertEquals("lycoris.kohya (locon)", facts.get("network"));
        assertTrue(facts.get("title").length() < 200, facts.get("title"));
    }

    @Test
    void aFolderOfModelsListsEach() throws IOException {
        Path models = Files.createDirectories(folder.resolve("models"));
        MadeModels.copy(MadeModels.TINY.resolveSibling("tiny-null"), models.resolve("snapshots/one"));
        write(models.resolve("loras/a.safetensors"), List.of(LORA + "lora_down.weight 4x768"), Map.of());
        Files.writeString(models.resolve("b.safetensors"), "nothing of the kind");
        Files.writeString(models.resolve("c.ckpt"), "anything");
        Path motion = models.resolve("motion");
        write(
                motion.resolve("diffusion_pytorch_model.safetensors"),
                List.of(
                        "down_blocks.3.motion_modules.0.proj_in.weight 4x4",
                        "mid_block.motion_modules.0.proj_in.weight 4x4"),
                Map.of());
        Files.writeString(
                motion.resolve("config.json"), "{\"_class_name\": \"MotionAdapter\", \"motion_max_seq_length\": 32}");
        List<Description> found = Descriptions.of(models);
        assertEquals(
                List.of("cannot be read", "pickle, never loaded", "LoRA", "motion module", "diffusers model"),
                found.stream().map(Description::kind).toList());
        assertEquals("AnimateDiff v2", found.get(3).facts().get("family"));
        assertEquals("MotionAdapter", found.get(3).facts().get("class"));
        assertEquals("at most 32", found.get(3).facts().get("frames"));
        assertEquals("epsilon", found.get(4).facts().get("prediction"));
        assertEquals(
                "unet (7.3 MB), vae (AutoencoderKL, 1.8 MB), null_prompt.safetensors",
                found.get(4).facts().get("parts"));
        Path empty = Files.createDirectory(folder.resolve("empty"));
        assertEquals(
                empty + ": holds no model and no .safetensors file",
                assertThrows(WeightException.class, () -> Descriptions.of(empty))
                        .getMessage());
    }

    /** A file of float16 zeros. */
    private static Path write(Path file, List<String> tensors, Map<String, String> notes) throws IOException {
        ObjectNode header = MadeModels.JSON.createObjectNode();
        ObjectNode metadata = header.putObject("__metadata__");
        notes.forEach(metadata::put);
        long end = 0;
        for (String tensor : tensors) {
            String[] parts = tensor.split(" ");
            long[] shape =
                    Stream.of(parts[1].split("x")).mapToLong(Long::parseLong).toArray();
            long begin = end;
            end += 2 * LongStream.of(shape).reduce(1, (a, b) -> a * b);
            ObjectNode entry = header.putObject(parts[0]).put("dtype", "F16");
            LongStream.of(shape).forEach(entry.withArray("shape")::add);
            entry.putArray("data_offsets").add(begin).add(end);
        }
        byte[] json = header.toString().getBytes(StandardCharsets.UTF_8);
        ByteBuffer bytes = ByteBuffer.allocate((int) (8 + json.length + end)).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(json.length).put(json);
        Files.createDirectories(file.getParent());
        return Files.write(file, bytes.array());
    }
}
