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
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.zvideo.core.diffusion.LatentDiffusion;
import org.zvideo.core.torch.Placement;

/**
 * What is reported of models of which something is missing. Oracle: the message begins with a file or folder that exists, and the
 * model loads after the test has done what the message says.
 */
class ModelAdviceTest {
    private static final Path TINY_NULL = MadeModels.TINY.resolveSibling("tiny-null");
    private static final Path VGG = MadeModels.TINY.resolveSibling("tiny-vgg19.safetensors");
    private static final String PLAIN = "diffusion_pytorch_model.safetensors";

    @TempDir
    Path folder;

    @Test
    void aFolderWithoutVaeOrTextModelGetsThem() throws IOException {
        Path model = MadeModels.copy(TINY_NULL, folder.resolve("model"));
        Path vae = Files.move(model.resolve("vae"), folder.resolve("vae"));
        said(
                model,
                null,
                model
                        + ": holds no vae/config.json; copy the model's vae folder into it, or give an autoencoder of its own");
        Files.createDirectory(model.resolve("vae"));
        said(model, null, model.resolve("vae") + ": holds no config.json; copy the one of the model into it");
        Files.copy(vae.resolve("config.json"), model.resolve("vae/config.json"));
        said(model, null, model.resolve("vae") + ": holds no weights; copy the model's " + PLAIN + " into it");
        Files.copy(vae.resolve(PLAIN), model.resolve("vae").resolve(PLAIN));
        Files.delete(model.resolve("null_prompt.safetensors"));
        said(model, null, model + ": holds no text_encoder/config.json; copy the model's text_encoder folder into it");
        // The tiny models have U-Nets of one width, so that each one's text model fits the others.
        MadeModels.copy(MadeModels.TINY.resolve("text_encoder"), model.resolve("text_encoder"));
        loads(model, null);
    }

    @Test
    void aFileWithoutVaeOrTextModelIsNotToldToAddAFolder() throws IOException {
        Path configs = MadeModels.configs(folder.resolve("configs"));
        for (Map.Entry<String, String> lack : Map.of("first_stage_model.", "VAE", "cond_stage_model.", "text model")
                .entrySet()) {
            Path file = MadeModels.rewritten(
                    MadeModels.TINY_FILE,
                    folder.resolve(lack.getValue() + ".safetensors"),
                    key -> key.replace(lack.getKey(), "training."),
                    Map.of());
            said(
                    file,
                    configs,
                    file + ": holds no " + lack.getValue()
                            + (lack.getValue().equals("VAE")
                                    ? "; take the full checkpoint or the same model as a diffusers folder, or give an"
                                            + " autoencoder of its own"
                                    : "; take the full checkpoint, or the same model as a diffusers folder"));
        }
        loads(MadeModels.TINY_FILE, configs);
        loads(MadeModels.TINY, null);
    }

    @Test
    void aFolderWithOneCheckpointIsThatCheckpoint() throws IOException {
        Path around = Files.createDirectory(folder.resolve("around"));
        String none = around + ": no unet/config.json: not a diffusers model folder; ";
        said(around, null, none + "pass the folder that holds unet, or a .safetensors file");
        Files.copy(MadeModels.TINY_FILE, around.resolve("model.safetensors"));
        Path configs = MadeModels.configs(folder.resolve("configs"));
        loads(around, configs);
        Files.copy(VGG, around.resolve("no-model.safetensors"));
        assertEquals(
                around.resolve("model.safetensors"),
                ModelPlace.of(around),
                "the only one of them that is a checkpoint");
        Files.copy(MadeModels.TINY_FILE, around.resolve("other.safetensors"));
        said(
                around,
                null,
                none + "it holds model.safetensors, no-model.safetensors, other.safetensors: pass the file that is the"
                        + " model");
        Files.delete(around.resolve("model.safetensors"));
        Files.delete(around.resolve("other.safetensors"));
        said(
                around,
                null,
                around.resolve("no-model.safetensors")
                        + ": no model.diffusion_model.* tensors: no model, or a part of a"
                        + " diffusers folder; pass the whole folder");
    }

    @Test
    void aFolderAroundAModelOrWithinOneIsToldOfIt() throws IOException {
        Path around = Files.createDirectory(folder.resolve("around"));
        Path model = MadeModels.copy(TINY_NULL, around.resolve("snapshot"));
        said(
                around,
                null,
                around + ": no unet/config.json: not a diffusers model folder; it holds snapshot: pass that folder");
        said(
                model.resolve("vae"),
                null,
                model.resolve("vae") + ": no unet/config.json: not a diffusers model folder; it is a part of one;"
                        + " pass the folder " + model);
        Path part = model.resolve("vae").resolve(PLAIN);
        said(
                part,
                null,
                part + ": no model.diffusion_model.* tensors: it is a part of a diffusers model; pass the folder "
                        + model);
        loads(model, null);
        Files.move(model.resolve("unet/config.json"), folder.resolve("config.json"));
        said(
                model,
                null,
                model + ": no unet/config.json: not a diffusers model folder; its unet folder lacks the config.json;"
                        + " copy it from the model");
    }

    /** Oracle: diffusers' and transformers' names of variants. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "diffusion_pytorch_model.bf16.safetensors",
                "diffusion_pytorch_model.fp32.safetensors",
                "diffusion_pytorch_model.non_ema.safetensors"
            })
    void theOnlyVariantIsTaken(String name) throws IOException {
        Path model = MadeModels.copy(TINY_NULL, folder.resolve("model"));
        Files.move(model.resolve("vae").resolve(PLAIN), model.resolve("vae").resolve(name));
        Path index = model.resolve("unet/" + PLAIN + ".index.json");
        Files.move(
                index,
                index.resolveSibling(PLAIN + ".index" + name.replaceAll(".*model|\\.safetensors", "") + ".json"));
        Map<String, ?> files = loads(model, null);
        assertTrue(files.containsKey("vae/" + name), files.keySet().toString());
    }

    /** Oracle: the list in docs/models.md, from the most precise number format on; what was not averaged comes last. */
    @ParameterizedTest
    @CsvSource({
        "PLAIN, fp32 PLAIN fp16",
        "fp32, bf16 fp32 fp16",
        "fp16, non_ema fp16 bf16",
        "bf16, non_ema bf16 pruned",
        "pruned, pruned non_ema"
    })
    void theBestVariantIsTaken(String best, String present) throws IOException {
        Path model = MadeModels.copy(TINY_NULL, folder.resolve("model"));
        Path vae = model.resolve("vae");
        Path good = Files.move(vae.resolve(PLAIN), folder.resolve("good"));
        for (String variant : present.split(" ")) {
            Path file = vae.resolve(PLAIN.replace(".", variant.equals("PLAIN") ? "." : "." + variant + "."));
            if (variant.equals(best)) {
                Files.copy(good, file);
            } else {
                Files.writeString(file, "not to be opened");
            }
        }
        loads(model, null);
    }

    @Test
    void aFolderWithoutAScheduleIsStableDiffusionsAndSaysSo() throws IOException {
        Path model = MadeModels.copy(TINY_NULL, folder.resolve("model"));
        Files.delete(model.resolve("scheduler/scheduler_config.json"));
        try (ModelContainer container = ModelContainer.open(model, Optional.empty());
                LatentDiffusion loaded = LatentDiffusion.load(container, Placement.CPU_F32)) {
            assertEquals(
                    List.of(model + ": holds no scheduler/scheduler_config.json: taken for Stable Diffusion v1's noise"
                            + " schedule; copy the model's scheduler folder into it if that is another"),
                    loaded.notes());
        }
    }

    @Test
    void weightsOfOtherNamesAreNamed() throws IOException {
        Path model = MadeModels.copy(TINY_NULL, folder.resolve("model"));
        Path vae = model.resolve("vae");
        Path plain = vae.resolve(PLAIN);
        Path other = Files.move(plain, vae.resolve("better.safetensors"));
        said(model, null, other + ": weights of vae have another name; if it holds them, rename it to " + PLAIN);
        Path one = Files.move(other, vae.resolve("diffusion_pytorch_model.a.safetensors"));
        Files.copy(one, vae.resolve("diffusion_pytorch_model.b.safetensors"));
        said(
                model,
                null,
                vae + ": holds diffusion_pytorch_model.a.safetensors, diffusion_pytorch_model.b.safetensors,"
                        + " which differ in more than their names; rename the one to use to " + PLAIN);
        Files.move(one, plain);
        loads(model, null);
    }

    @Test
    void shardsWithoutTheirIndexAndTheReverseAreNamed() throws IOException {
        Path model = MadeModels.copy(TINY_NULL, folder.resolve("model"));
        Path index = model.resolve("unet/" + PLAIN + ".index.json");
        Path kept = Files.move(index, folder.resolve("index.json"));
        Path shard = model.resolve("unet/diffusion_pytorch_model-00001-of-00002.safetensors");
        said(model, null, shard + ": a shard without its index; copy the model's " + PLAIN + ".index.json to it");
        Files.move(kept, index);
        Files.move(shard, folder.resolve("shard"));
        said(
                model,
                null,
                index + ": names the shard " + shard.getFileName()
                        + ", which is not beside it; copy it from the model");
        Files.move(folder.resolve("shard"), shard);
        loads(model, null);
    }

    private static Map<String, ?> loads(Path model, @Nullable Path configs) {
        try (ModelContainer container = ModelContainer.open(model, Optional.ofNullable(configs));
                LatentDiffusion loaded = LatentDiffusion.load(container, Placement.CPU_F32)) {
            loaded.vae();
            return loaded.files();
        }
    }

    private static void said(Path model, @Nullable Path configs, String message) {
        WeightException error = assertThrows(WeightException.class, () -> loads(model, configs));
        assertEquals(message, error.getMessage());
        assertTrue(Files.exists(Path.of(message.substring(0, message.indexOf(": ")))), message);
    }
}
