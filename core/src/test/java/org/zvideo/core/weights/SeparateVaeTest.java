package org.zvideo.core.weights;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.zvideo.core.TestModels;
import org.zvideo.core.diffusion.LatentDiffusion;
import org.zvideo.core.error.Remedy;
import org.zvideo.core.torch.Gradients;
import org.zvideo.core.torch.Ops;
import org.zvideo.core.torch.Placement;
import org.zvideo.core.torch.TensorScope;
import org.zvideo.core.vae.SplitAutoencoder;
import org.zvideo.core.vae.VaeHalf;

/**
 * Autoencoders and decoders that lie apart from the model. Oracle: the same weights as the model's own, and for tiny ones the
 * golden cases; here each form is compared with the one that those read.
 */
class SeparateVaeTest {
    private static final Path NULL = TestModels.tiny();
    private static final Path TAESD = NULL.resolveSibling("tiny-taesd");
    private static final Path ORIGINAL = NULL.resolveSibling("tiny-taesd-original");
    private static final String PLAIN = "diffusion_pytorch_model.safetensors";
    private static final String FIRST_STAGE = "first_stage_model.";

    @TempDir
    Path folder;

    /** A model whose own autoencoder cannot be loaded any more, with the config that files without one go by. */
    private Path model() throws IOException {
        Path model = MadeModels.copy(NULL, folder.resolve("model"));
        Files.delete(model.resolve("vae").resolve(PLAIN));
        return model;
    }

    @ParameterizedTest
    @ValueSource(strings = {"folder", "model", "file", "checkpoint", "bare", "cache"})
    void anAutoencoderInAnyFormIsTheSame(String form) throws IOException {
        Path vae = switch (form) {
            case "folder" -> NULL.resolve("vae");
            case "model" -> NULL;
            case "file" -> NULL.resolve("vae").resolve(PLAIN);
            case "checkpoint" -> MadeModels.TINY_FILE;
            case "bare" -> bare("both", key -> true);
            default -> cached(NULL.resolve("vae"));
        };
        assertSame(ModelSource.of(NULL), ModelSource.of(model()).withVae(vae));
    }

    @ParameterizedTest
    @ValueSource(strings = {"diffusers file", "original folder", "original pair", "prefixed", "model's own"})
    void aTinyAutoencoderInAnyFormIsTheSame(String form) throws IOException {
        ModelSource source = ModelSource.of(NULL);
        ModelSource wanted = source.withVae(TAESD);
        assertSame(
                wanted,
                switch (form) {
                    case "diffusers file" ->
                        source.withVae(Files.copy(TAESD.resolve(PLAIN), folder.resolve("tiny.safetensors")));
                    case "original folder" -> source.withVae(ORIGINAL);
                    case "original pair" ->
                        source.withVae(ORIGINAL.resolve("taesd_encoder.safetensors"))
                                .withDecoder(ORIGINAL.resolve("taesd_decoder.safetensors"));
                    case "prefixed" -> source.withVae(prefixed());
                    default -> {
                        Path model = model();
                        Files.delete(model.resolve("vae/config.json"));
                        Files.delete(model.resolve("vae"));
                        MadeModels.copy(TAESD, model.resolve("vae"));
                        yield ModelSource.of(model);
                    }
                });
    }

    /** Only the half is read that has work to do. */
    @Test
    void aDecoderAloneIsEnoughAndSoIsAnEncoderBesideIt() throws IOException {
        Path decoder = bare("decoder", VaeHalf.DECODER::has);
        Path encoder = bare("encoder", VaeHalf.ENCODER::has);
        assertSame(
                ModelSource.of(NULL), ModelSource.of(model()).withVae(encoder).withDecoder(decoder));
    }

    @Test
    void whatWasReadIsListedByWhatItIs() throws IOException {
        assertEquals(
                new TreeSet<>(Set.of(
                        "decoder/taesd_decoder.safetensors",
                        "null_prompt.safetensors",
                        "scheduler/scheduler_config.json",
                        "unet/config.json",
                        "unet/diffusion_pytorch_model-00001-of-00002.safetensors",
                        "unet/diffusion_pytorch_model-00002-of-00002.safetensors",
                        "unet/diffusion_pytorch_model.safetensors.index.json",
                        "vae/config.json",
                        "vae/tiny.safetensors")),
                new TreeSet<>(load(
                                ModelSource.of(model())
                                        .withVae(Files.copy(
                                                NULL.resolve("vae").resolve(PLAIN), folder.resolve("tiny.safetensors")))
                                        .withDecoder(ORIGINAL.resolve("taesd_decoder.safetensors")),
                                (loaded, nothing) -> assertTrue(loaded.vae() instanceof SplitAutoencoder))
                        .keySet()));
    }

    @Test
    void aNameThatTellsOfAnotherFamilyIsNoted() throws IOException {
        Path xl = MadeModels.copy(TAESD, folder.resolve("taesdxl"));
        load(
                ModelSource.of(NULL).withDecoder(xl),
                (loaded, nothing) -> assertEquals(
                        List.of(xl
                                + ": 'taesdxl' reads as Stable Diffusion XL, whose latents mean something else; with a"
                                + " Stable Diffusion v1 or 2 model take the one without xl"),
                        loaded.notes()));
        load(ModelSource.of(NULL).withDecoder(TAESD), (loaded, nothing) -> assertEquals(List.of(), loaded.notes()));
    }

    @Test
    void otherFamiliesAndOtherFilesAreRefused() throws IOException {
        Path decoder = ORIGINAL.resolve("taesd_decoder.safetensors");
        assertRefused(
                ORIGINAL.resolve("taesd_encoder.safetensors"),
                ": holds an encoder alone; pass the folder or the file that holds its decoder, as taesd_decoder.safetensors is"
                        + " beside taesd_encoder.safetensors");
        assertRefused(decoder, ": holds a decoder alone, which encodes no picture; give it as the decoder");
        assertRefused(
                Files.copy(
                        MadeModels.TINY.resolve("text_encoder/model.safetensors"), folder.resolve("text.safetensors")),
                ": holds no autoencoder but ");
        assertRefused(NULL.resolve("scheduler"), ": no config.json: no folder of an autoencoder; pass one that has it");
        assertRefused(
                changed("latent_channels", "16"), ": the VAE's latents have 16 channels, the U-Net expects 4; use one");
        assertRefused(
                changed("_class_name", "\"AsymmetricAutoencoderKL\""),
                "/config.json: _class_name: expected AutoencoderKL or AutoencoderTiny, got \"AsymmetricAutoencoderKL\"");
        assertRefused(
                changed("act_fn", "\"silu\""),
                "/config.json: act_fn: expected relu, got \"silu\": not a tiny autoencoder");
        assertRefused(
                changed("decoder_block_out_channels", "[8,8,8,16]"),
                "/config.json: decoder_block_out_channels: expected the same width 4 times");
        assertRefused(changed("scaling_factor", "0"), "/config.json: scaling_factor: expected a number from 1.0E-4");
        Path kl = MadeModels.copy(NULL.resolve("vae"), folder.resolve("kl"));
        MadeModels.set(kl.resolve("config.json"), "scaling_factor", "0.13025");
        assertRefused(
                kl, "/config.json: scaling_factor: expected 0.18215, got 0.13025, which is Stable Diffusion XL's");
    }

    /** Oracle: the names in the original decoder, of which each number is one more than diffusers'. */
    @Test
    void aDecoderWhoseNumbersAreNotThoseOfEitherNamingIsNamed() throws IOException {
        Path unshifted = MadeModels.rewritten(
                ORIGINAL.resolve("taesd_decoder.safetensors"),
                folder.resolve("unshifted.safetensors"),
                key -> "decoder.layers." + key,
                Map.of());
        String message = assertThrows(
                        WeightException.class,
                        () -> load(ModelSource.of(NULL).withDecoder(unshifted), (loaded, nothing) -> {}))
                .getMessage();
        assertTrue(message.contains("missing (decoder.layers.2.conv.0.weight"), message);
        assertFalse(message.contains("\n"), message);
    }

    @Test
    void aBiasOnAStridedConvolutionIsLeftOver() throws IOException {
        Path more = folder.resolve("more.safetensors");
        try (Safetensors file = Safetensors.open(TAESD.resolve(PLAIN));
                TensorScope scope = TensorScope.open("test")) {
            Map<String, Tensor> tensors = new LinkedHashMap<>();
            file.names().forEach(name -> tensors.put(name, file.read(name)));
            tensors.put("encoder.layers.2.bias", torch.ones(new long[] {8}));
            SafetensorsWriter.write(more, tensors);
        }
        String message = assertThrows(
                        WeightException.class, () -> load(ModelSource.of(NULL).withVae(more), (loaded, nothing) -> {}))
                .getMessage();
        assertTrue(message.contains("1 extra (encoder.layers.2.bias)"), message);
    }

    @Test
    void whatCanOnlyDecodeSaysSoByItsRemedy() {
        WeightException error = assertThrows(
                WeightException.class,
                () -> load(
                        ModelSource.of(NULL).withVae(ORIGINAL.resolve("taesd_decoder.safetensors")),
                        (loaded, nothing) -> {}));
        assertEquals(Optional.of(Remedy.of(Remedy.Id.DECODER_ALONE)), error.remedy());
    }

    private void assertRefused(Path vae, String message) {
        ModelSource source = ModelSource.of(NULL).withVae(vae);
        String said = assertThrows(WeightException.class, () -> load(source, (loaded, nothing) -> {}))
                .getMessage();
        assertTrue(said.startsWith(vae + message), said + " begins with " + vae + message);
        assertFalse(said.contains("\n"), said);
    }

    /** A tiny autoencoder with another value in its config. */
    private Path changed(String key, String value) throws IOException {
        Path copy =
                MadeModels.copy(TAESD, Files.createTempDirectory(folder, key).resolve("vae"));
        MadeModels.set(copy.resolve("config.json"), key, value);
        return copy;
    }

    /** The autoencoder of the tiny checkpoint by the original names without their prefix, and what training leaves beside it. */
    private Path bare(String name, Predicate<String> kept) throws IOException {
        return MadeModels.rewritten(
                MadeModels.TINY_FILE,
                folder.resolve(name + ".safetensors"),
                key -> key.startsWith(FIRST_STAGE) && kept.test(key.substring(FIRST_STAGE.length()))
                        ? key.substring(FIRST_STAGE.length())
                        : "loss." + key,
                Map.of());
    }

    /** Both halves in one file. */
    private Path prefixed() throws IOException {
        Path file = folder.resolve("both.safetensors");
        try (TensorScope scope = TensorScope.open("test");
                Safetensors encoder = Safetensors.open(ORIGINAL.resolve("taesd_encoder.safetensors"));
                Safetensors decoder = Safetensors.open(ORIGINAL.resolve("taesd_decoder.safetensors"))) {
            Map<String, Tensor> tensors = new LinkedHashMap<>();
            encoder.names().forEach(name -> tensors.put("taesd_encoder." + name, encoder.read(name)));
            decoder.names().forEach(name -> tensors.put("taesd_decoder." + name, decoder.read(name)));
            tensors.put("vae_scale", torch.ones(new long[] {1}));
            SafetensorsWriter.write(file, tensors);
        }
        return file;
    }

    /** A repository in a cache, whose snapshot holds links to the files of a folder. */
    private Path cached(Path files) throws IOException {
        Path repository = folder.resolve("models--org--vae");
        Path snapshot = Files.createDirectories(repository.resolve("snapshots/abc123"));
        Files.createDirectories(repository.resolve("snapshots/0ld"));
        Files.writeString(Files.createDirectories(repository.resolve("refs")).resolve("main"), "abc123");
        Path blobs = MadeModels.copy(files, repository.resolve("blobs"));
        for (String name : List.of("config.json", PLAIN)) {
            Files.createSymbolicLink(snapshot.resolve(name), blobs.resolve(name));
        }
        return repository;
    }

    private static void assertSame(ModelSource expected, ModelSource source) {
        load(
                expected,
                (wanted, image) -> load(source, (loaded, again) -> {
                    Tensor latent = wanted.vae().encode(image);
                    assertTrue(latent.equal(loaded.vae().encode(image)), "encoded the same");
                    assertTrue(wanted.vae().decode(latent).equal(loaded.vae().decode(latent)), "decoded the same");
                }));
    }

    private static Map<String, ?> load(ModelSource source, BiConsumer<LatentDiffusion, Tensor> then) {
        try (Gradients mode = Gradients.off();
                TensorScope scope = TensorScope.open("test");
                ModelContainer container = source.open();
                LatentDiffusion loaded = LatentDiffusion.load(container, Placement.CPU_F32)) {
            float[] values = new float[3 * 16 * 24];
            for (int n = 0; n < values.length; n++) {
                values[n] = (float) Math.sin(0.1 * n);
            }
            then.accept(loaded, Ops.tensor(values, 1, 3, 16, 24));
            return loaded.files();
        }
    }
}
