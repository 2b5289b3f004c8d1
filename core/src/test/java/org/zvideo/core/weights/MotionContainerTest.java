package org.zvideo.core.weights;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.zvideo.core.TestModels;
import org.zvideo.core.diffusion.LatentDiffusion;
import org.zvideo.core.diffusion.MotionSource;
import org.zvideo.core.error.Remedy;
import org.zvideo.core.torch.Placement;
import org.zvideo.core.torch.TensorScope;
import org.zvideo.core.unet.MotionConfig;
import org.zvideo.core.unet.MotionModules;
import org.zvideo.core.unet.MotionNorm;
import org.zvideo.core.unet.UNetConfig;

/**
 * Files of motion modules. Oracle for the names: diffusers' own converter, with which both forms of the tiny modules were read
 * and found equal (testdata/golden/README.md). Oracle for refusals: the design's list of files that people have.
 */
class MotionContainerTest {
    private static final Path MODELS = TestModels.testdata().resolve("golden/models");
    private static final Path ADAPTER = MODELS.resolve("tiny-motion-v2");
    private static final Path WEIGHTS = ADAPTER.resolve("diffusion_pytorch_model.safetensors");
    private static final Path ORIGINAL = MODELS.resolve("tiny-motion-v2-original.safetensors");
    private static final String INSTEAD = "; take mm_sd15_v3.safetensors or mm_sd15_v2.safetensors of "
            + "conrevo/AnimateDiff-A1111, or the folder of guoyww/animatediff-motion-adapter-v1-5-3 or -2";

    @TempDir
    Path folder;

    @Test
    void bothFormsHoldTheSameModules() {
        try (LatentDiffusion ofFolder = load(ADAPTER);
                LatentDiffusion ofFile = load(ORIGINAL);
                TensorScope scope = TensorScope.open("test")) {
            MotionModules one = ofFolder.motion().orElseThrow();
            MotionModules other = ofFile.motion().orElseThrow();
            assertEquals(21, one.modules().size());
            assertEquals(one.modules().keySet(), other.modules().keySet());
            one.modules().forEach((place, module) -> {
                List<Tensor> map =
                        List.of(torch.ones(1, module.projIn().weight().size(1), 2, 2));
                assertTrue(
                        module.projIn()
                                .weight()
                                .equal(other.modules().get(place).projIn().weight()),
                        place);
                // The norms' kinds differ; of one frame they are the same.
                Tensor first = module.forward(map).get(0);
                Tensor second = other.modules().get(place).forward(map).get(0);
                assertEquals(0, first.sub(second).abs().max().item_double(), 1e-5, place);
            });
            assertEquals(MotionNorm.CLIP, one.config().norm());
            assertEquals(MotionNorm.FRAME, other.config().norm());
            assertEquals(32, one.config().frames());
            assertEquals(
                    List.of("motion/config.json", "motion/diffusion_pytorch_model.safetensors"),
                    ofFolder.files().keySet().stream()
                            .filter(role -> role.startsWith("motion"))
                            .toList());
        }
    }

    @Test
    void version3HasNothingInTheMiddle() {
        try (LatentDiffusion model = load(MODELS.resolve("tiny-motion-v3"))) {
            assertEquals(20, model.motion().orElseThrow().modules().size());
            assertFalse(model.motion().orElseThrow().config().middle());
        }
    }

    /** ᾱ of AnimateDiff's schedule and of Stable Diffusion's, models.md 2. */
    @Test
    void theScheduleIsLinearUnlessTheModelsIsAskedFor() {
        try (LatentDiffusion linear = load(ADAPTER);
                LatentDiffusion scaled =
                        load(new MotionSource(ADAPTER, Optional.of(MotionNorm.FRAME), MotionSource.Betas.MODEL))) {
            assertEquals(0.1608, linear.schedule().alpha(500), 5e-5);
            assertEquals(0.2763, scaled.schedule().alpha(500), 5e-5);
            assertEquals(
                    MotionNorm.FRAME, scaled.motion().orElseThrow().config().norm());
        }
    }

    /** The layers of both generations are as wide; the width of what they attend to tells them apart. */
    @Test
    void stableDiffusion2IsRefused() {
        Config first = Config.read(MODELS.resolve("tiny-null/unet/config.json"));
        Config second = first.saying("cross_attention_dim", IntNode.valueOf(1024), "test");
        try (MotionContainer container = MotionContainer.open(ADAPTER, List.of())) {
            MotionConfig.of(container, UNetConfig.of(first), Optional.empty());
            WeightException error = assertThrows(
                    WeightException.class, () -> MotionConfig.of(container, UNetConfig.of(second), Optional.empty()));
            assertEquals(
                    ADAPTER
                            + ": a motion module for Stable Diffusion 1, and the model is Stable Diffusion 2: it attends to"
                            + " a context of width 1024; take a Stable Diffusion 1.5 model",
                    error.getMessage());
        }
    }

    @Test
    void picklesAreToldWhatToGet() throws IOException {
        Path pickle = Files.writeString(folder.resolve("mm_sd_v15_v2.ckpt"), "PK\u0003\u0004");
        refused(pickle, pickle + ": pickle checkpoints can run code and are never loaded" + INSTEAD);
        Path renamed = Files.writeString(folder.resolve("renamed.safetensors"), "PK\u0003\u0004 and more");
        refused(renamed, renamed + ": pickle checkpoints can run code and are never loaded" + INSTEAD);
        Path around = Files.createDirectory(folder.resolve("around"));
        Path inside = Files.copy(pickle, around.resolve("mm.ckpt"));
        refused(around, inside + ": pickle checkpoints can run code and are never loaded" + INSTEAD);
    }

    @Test
    void foldersOfOtherKindsAreNamed() throws IOException {
        Path around = Files.createDirectory(folder.resolve("around"));
        refused(around, around + ": holds no config.json: not the folder of a motion adapter" + INSTEAD);
        Files.copy(ORIGINAL, around.resolve("mm.safetensors"));
        refused(
                around,
                around
                        + ": holds no config.json: not the folder of a motion adapter; it holds mm.safetensors: pass that"
                        + " file");
        Path unet = MadeModels.copy(ADAPTER, folder.resolve("unet"));
        MadeModels.set(unet.resolve("config.json"), "_class_name", "\"UNetMotionModel\"");
        refused(
                unet,
                unet.resolve("config.json")
                        + ": _class_name: expected MotionAdapter, got UNetMotionModel, a whole U-Net"
                        + " with motion modules; take the motion adapter it was made of");
        Path pia = MadeModels.copy(ADAPTER, folder.resolve("pia"));
        MadeModels.set(pia.resolve("config.json"), "conv_in_channels", "9");
        refused(
                pia,
                pia.resolve("config.json") + ": conv_in_channels: expected null, got 9: a module that also replaces the"
                        + " U-Net's first layer (PIA)" + INSTEAD);
    }

    @Test
    void filesOfOtherKindsAreNamed() throws IOException {
        Path model = MODELS.resolve("tiny-ldm.safetensors");
        refused(model, model + ": no motion_modules.* tensors: not a motion module" + INSTEAD);
        refused(
                made(key -> key.replace("to_q.weight", "processor.to_q_lora.down.weight")),
                ": expected a motion module, got a motion LoRA, which changes one and is none" + INSTEAD);
        refused(
                made(key -> key.replace("down_blocks.3", "down_blocks.7")),
                ": a motion module of Stable Diffusion XL (no down_blocks.3)" + INSTEAD);
        refused(
                made(key -> key.endsWith(".pe") ? key.replace("pos_embed", "other") : key),
                ": no positional encoding (pe), like AnimateLCM, which was trained without and for another sampler"
                        + INSTEAD);
        refused(
                made(key -> key.replace("norm3.weight", "norm4.weight")),
                ": the weights do not fit the config: 21 missing (down_blocks.0.motion_modules.0.transformer_blocks.0."
                        + "norm3.weight, ");
    }

    /** Version 1 counts 24 frames and has none in the middle; version 2 may count them too. */
    @Test
    void version1IsRefused() throws IOException {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        try (TensorScope scope = TensorScope.open("test")) {
            tensors.put("down_blocks.3.motion_modules.0.temporal_transformer.norm.weight", torch.ones(48));
            tensors.put(
                    "down_blocks.3.motion_modules.0.temporal_transformer.transformer_blocks.0.attention_blocks.0."
                            + "pos_encoder.pe",
                    torch.zeros(1, 24, 48));
            Path first = folder.resolve("mm_sd_v15.safetensors");
            SafetensorsWriter.write(first, tensors);
            refused(
                    first,
                    first + ": version 1 of AnimateDiff, which counts 24 frames and was trained with norms over all of"
                            + " them" + INSTEAD);
            tensors.put("mid_block.motion_modules.0.temporal_transformer.norm.weight", torch.ones(48));
            Path second = folder.resolve("other.safetensors");
            SafetensorsWriter.write(second, tensors);
            refused(second, "not the positional encoding of AnimateDiff");
        }
    }

    /** Oracle: the file in AnimateDiff's own names, which the golden case {@code motion-lora} computes with. */
    @Test
    void aLoraOfAMotionModuleIsFoundUnderEveryName() throws IOException {
        Path original = MODELS.resolve("tiny-motion-lora.safetensors");
        UnaryOperator<String> ofDiffusers = key -> key.replace("temporal_transformer.", "")
                .replace("attention_blocks.0", "attn1")
                .replace("attention_blocks.1", "attn2");
        UnaryOperator<String> ofKohya = key -> key.replaceFirst("_lora\\.(down|up)", ".lora_$1")
                .replace(".processor.to_out", ".to_out.0")
                .replace(".processor", "");
        try (TensorScope scope = TensorScope.open("test");
                LatentDiffusion plain = load(ADAPTER)) {
            double expected = middleQuery(original);
            assertNotEquals(middleQuery(plain), expected);
            int made = 0;
            for (UnaryOperator<String> form : List.<UnaryOperator<String>>of(
                    ofDiffusers,
                    key -> "unet." + ofDiffusers.apply(key),
                    key -> "module." + key,
                    key -> underscored(ofKohya.apply(key)),
                    key -> underscored(ofKohya.apply(ofDiffusers.apply(key))),
                    key -> "unet."
                            + ofKohya.apply(ofDiffusers.apply(key))
                                    .replace("lora_down", "lora_A")
                                    .replace("lora_up", "lora_B"))) {
                Path file = MadeModels.rewritten(
                        original, folder.resolve("form" + made++ + ".safetensors"), form, Map.of());
                assertEquals(expected, middleQuery(file), form.apply("x.processor.to_q_lora.down.weight"));
            }
        }
    }

    private static String underscored(String key) {
        int end = key.indexOf(".lora_");
        return "lora_unet_" + key.substring(0, end).replace('.', '_') + key.substring(end);
    }

    private static double middleQuery(Path lora) {
        MotionSource source = MotionSource.of(ADAPTER).with(List.of(new LoraFile(lora, 0.5)));
        try (LatentDiffusion model = load(source)) {
            assertTrue(model.files().containsKey("motion lora 1"));
            return middleQuery(model);
        }
    }

    /** A sum over what the module in the middle makes of two frames. */
    private static double middleQuery(LatentDiffusion model) {
        Tensor one = torch.arange(new Scalar(48)).reshape(1, 48, 1, 1).div(new Scalar(48.0));
        List<Tensor> frames = List.of(one, one.cos());
        return model.motion()
                .orElseThrow()
                .modules()
                .get("mid.0")
                .forward(frames)
                .get(0)
                .pow(new Scalar(2))
                .sum()
                .item_double();
    }

    /** What a model for pictures and a motion module do not have is named; without a motion module its LoRA is refused. */
    @Test
    void aLoraOfAMotionModuleNeedsOne() {
        Path lora = MODELS.resolve("tiny-motion-lora.safetensors");
        ModelSource source = ModelSource.of(TestModels.tiny()).withLoras(List.of(new LoraFile(lora, 1)));
        WeightException alone =
                assertThrows(WeightException.class, () -> source.open().close());
        assertEquals(lora + ": a LoRA for a motion module, which changes how pictures move", alone.finding());
        assertEquals(Optional.of(Remedy.of(Remedy.Id.WITH_MOTION)), alone.remedy());
        assertEquals(List.of(), source.ofPictures().loras());
        assertEquals(source.loras(), source.ofMotion());
        MotionSource third = MotionSource.of(MODELS.resolve("tiny-motion-v3")).with(source.ofMotion());
        String message =
                assertThrows(WeightException.class, () -> load(third).close()).getMessage();
        assertTrue(
                message.startsWith(lora + ": changes 8 layers (mid_block.motion_modules.0.temporal_transformer"),
                message);
    }

    @Test
    void aModelWithMotionModulesInItIsRefusedWithARemedy() throws IOException {
        Path model = MadeModels.copy(TestModels.tiny(), folder.resolve("model"));
        String blocks = "[\"CrossAttnDownBlockMotion\",\"CrossAttnDownBlockMotion\",\"CrossAttnDownBlockMotion\","
                + "\"DownBlockMotion\"]";
        MadeModels.set(model.resolve("unet/config.json"), "down_block_types", blocks);
        WeightException error = assertThrows(WeightException.class, () -> MadeModels.load(model, null));
        assertEquals(
                model.resolve("unet/config.json")
                        + ": down_block_types: expected those of a U-Net without motion modules, got " + blocks,
                error.finding());
        assertEquals(Optional.of(Remedy.of(Remedy.Id.MOTION_APART)), error.remedy());
    }

    /** The adapter's weights under other names. */
    private Path made(UnaryOperator<String> renamed) throws IOException {
        return MadeModels.rewritten(
                WEIGHTS,
                Files.createTempDirectory(folder, "made").resolve("motion.safetensors"),
                renamed,
                Map.of("__metadata__", MadeModels.JSON.createObjectNode().set("format", TextNode.valueOf("pt"))));
    }

    private static void refused(Path motion, String message) {
        WeightException error =
                assertThrows(WeightException.class, () -> load(motion).close());
        String said = error.getMessage();
        assertTrue(said.contains(message), said + "\nis not\n" + message);
        assertTrue(said.startsWith(motion.toString()), said);
        assertEquals(1, said.lines().count(), said);
    }

    private static LatentDiffusion load(Path motion) {
        return load(MotionSource.of(motion));
    }

    private static LatentDiffusion load(MotionSource motion) {
        try (ModelContainer container = ModelContainer.open(TestModels.tiny(), Optional.empty())) {
            return LatentDiffusion.load(container, Placement.CPU_F32, Optional.of(motion));
        }
    }
}
