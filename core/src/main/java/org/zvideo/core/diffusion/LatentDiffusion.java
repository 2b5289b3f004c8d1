package org.zvideo.core.diffusion;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Tensor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.zvideo.core.error.Closing;
import org.zvideo.core.file.ReadFile;
import org.zvideo.core.text.ClipTextConfig;
import org.zvideo.core.text.ClipTextModel;
import org.zvideo.core.torch.Convolution;
import org.zvideo.core.torch.Gradients;
import org.zvideo.core.torch.Layout;
import org.zvideo.core.torch.Placement;
import org.zvideo.core.torch.TensorOwner;
import org.zvideo.core.torch.TensorScope;
import org.zvideo.core.unet.MotionConfig;
import org.zvideo.core.unet.MotionModules;
import org.zvideo.core.unet.UNet;
import org.zvideo.core.unet.UNetConfig;
import org.zvideo.core.vae.Autoencoder;
import org.zvideo.core.weights.Config;
import org.zvideo.core.weights.ModelContainer;
import org.zvideo.core.weights.ModelContainer.Part;
import org.zvideo.core.weights.MotionContainer;
import org.zvideo.core.weights.Safetensors;
import org.zvideo.core.weights.WeightException;

/** A loaded model: U-Net with its null prompt, maybe another one for the inversion, autoencoder, noise schedule. Owns all weights. */
public final class LatentDiffusion implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LatentDiffusion.class);

    private final TensorOwner owner;
    private final Networks networks;
    private final Optional<Autoencoder> vae;
    private final Supplier<WeightException> withoutVae;
    private final NoiseSchedule schedule;
    private final Optional<MotionModules> motion;
    private final Map<String, ReadFile> files;
    private final List<String> notes;

    private LatentDiffusion(
            TensorOwner owner,
            Networks networks,
            Optional<Autoencoder> vae,
            Supplier<WeightException> withoutVae,
            NoiseSchedule schedule,
            Optional<MotionModules> motion,
            Map<String, ReadFile> files,
            List<String> notes) {
        this.motion = motion;
        this.files = files;
        this.notes = notes;
        this.owner = owner;
        this.networks = networks;
        this.vae = vae;
        this.withoutVae = withoutVae;
        this.schedule = schedule;
    }

    /**
     * Loads the model; every config and every weight is checked before the first computation.
     *
     * @throws WeightException with one line that says what is wrong and what to do
     */
    public static LatentDiffusion load(ModelContainer container, Placement placement) {
        return load(container, placement, Optional.empty());
    }

    /**
     * Loads the model with a motion module.
     *
     * @throws WeightException with one line that says what is wrong and what to do
     */
    public static LatentDiffusion load(
            ModelContainer container, Placement placement, Optional<MotionSource> motionSource) {
        placement.device().repeatable();
        TensorOwner owner = new TensorOwner("model");
        return Closing.onFailure(owner, () -> {
            try (Gradients mode = Gradients.off();
                    TensorScope scope = TensorScope.open("loading")) {
                UNetConfig unetConfig = UNetConfig.of(container.config(Part.UNET));
                NoiseSchedule schedule = schedule(container.config(Part.SCHEDULER), motionSource);
                Map<String, ReadFile> motionFiles = new LinkedHashMap<>();
                Optional<MotionModules> motion =
                        motionSource.map(source -> motion(source, unetConfig, placement, owner, motionFiles));
                NoisePredictor predictor = predictor(container, placement, owner, unetConfig);
                Networks networks = container
                        .inverting()
                        .map(other -> new Networks(predictor, predictor(other, placement, owner, unetConfig)))
                        .orElseGet(() -> new Networks(predictor));
                Optional<Autoencoder> vae =
                        new AutoencoderLoading(placement, owner, unetConfig.inChannels()).load(container);
                LOG.info(
                        "{}: {} MB of weights as {} on {}",
                        container,
                        owner.bytes() / 1_000_000,
                        placement.precision(),
                        placement.device());
                return new LatentDiffusion(
                        owner,
                        networks,
                        vae,
                        () -> container.missing(Part.VAE),
                        schedule,
                        motion,
                        joined(container.files(), motionFiles),
                        Stream.concat(container.notes().stream(), schedule.note().stream())
                                .toList());
            }
        });
    }

    private static NoiseSchedule schedule(Config config, Optional<MotionSource> motion) {
        boolean linear = motion.filter(module -> module.betas() == MotionSource.Betas.LINEAR)
                .isPresent();
        return linear ? NoiseSchedule.linear(config) : NoiseSchedule.of(config);
    }

    private static MotionModules motion(
            MotionSource source,
            UNetConfig unetConfig,
            Placement placement,
            TensorOwner owner,
            Map<String, ReadFile> files) {
        try (MotionContainer container = MotionContainer.open(source.path(), source.loras())) {
            MotionConfig config = MotionConfig.of(container, unetConfig, source.norm());
            MotionModules modules = container
                    .weights()
                    .assemble(
                            owner,
                            placement.device(),
                            placement.precision(),
                            placement.kernels().unet(),
                            Convolution.PLAIN, // there is none
                            root -> MotionModules.load(root, config, unetConfig));
            files.putAll(container.files());
            return modules;
        }
    }

    private static NoisePredictor predictor(
            ModelContainer container, Placement placement, TensorOwner owner, UNetConfig config) {
        UNet unet = container
                .weights(Part.UNET)
                .assemble(
                        owner,
                        placement.device(),
                        placement.precision(),
                        placement.kernels().unet(),
                        placement.kernels().convolution(),
                        root -> UNet.load(root, config));
        return new NoisePredictor(
                unet, owner.keep(placement.toNetworkFormat(prompt(container, placement, config))), placement);
    }

    private static Map<String, ReadFile> joined(Map<String, ReadFile> files, Map<String, ReadFile> more) {
        Map<String, ReadFile> all = new LinkedHashMap<>(files);
        all.putAll(more);
        return Collections.unmodifiableMap(all);
    }

    /** The null prompt's embedding [L, contextWidth]: from the text model, or from the tensor that stands in for it. */
    private static Tensor prompt(ModelContainer container, Placement placement, UNetConfig unetConfig) {
        Tensor prompt;
        if (container.has(Part.TEXT)) {
            try (TensorOwner text = new TensorOwner("text model")) {
                ClipTextConfig config = ClipTextConfig.of(container.config(Part.TEXT));
                prompt = container
                        .weights(Part.TEXT)
                        .assemble(
                                text,
                                placement.device(),
                                placement.precision().accumulation(),
                                Layout.CHANNELS_FIRST,
                                Convolution.PLAIN,
                                root -> ClipTextModel.load(root, config))
                        .nullPrompt(container.padToken().orElse(config.padToken()));
            }
        } else {
            prompt = storedPrompt(container);
        }
        if (prompt.size(1) != unetConfig.contextWidth()) {
            throw new WeightException(container + ": the prompt's embedding has width " + prompt.size(1)
                    + ", the U-Net's cross_attention_dim is " + unetConfig.contextWidth()
                    + "; use the text model that belongs to the U-Net");
        }
        return prompt;
    }

    private static Tensor storedPrompt(ModelContainer container) {
        Path file = container.nullPrompt().orElseThrow(() -> container.missing(Part.TEXT));
        try (Safetensors tensors = Safetensors.open(file)) {
            if (!tensors.names().contains("prompt_embeds") || tensors.shape("prompt_embeds").length != 3) {
                throw new WeightException(file + ": expected a tensor prompt_embeds of shape [1, L, width]");
            }
            return tensors.read("prompt_embeds").squeeze(0);
        }
    }

    /** The files that were read for it, and no others, by what they are in the model. */
    public Map<String, ReadFile> files() {
        return files;
    }

    /** What is worth knowing of how they were understood. */
    public List<String> notes() {
        return notes;
    }

    public Networks networks() {
        return networks;
    }

    /** The network that denoises. */
    public NoisePredictor predictor() {
        return networks.denoising();
    }

    /** The motion modules, if it was loaded with them. */
    public Optional<MotionModules> motion() {
        return motion;
    }

    public NoiseSchedule schedule() {
        return schedule;
    }

    public UNetConfig unetConfig() {
        return predictor().unet().config();
    }

    public Placement placement() {
        return predictor().placement();
    }

    /** The autoencoder; a model that is only a U-Net has none. */
    public Autoencoder vae() {
        return vae.orElseThrow(withoutVae);
    }

    /** Frames are padded to a multiple of this many pixels: the VAE's factor times the U-Net's. */
    public int pixelMultiple() {
        return vae().factor() << (unetConfig().levels() - 1);
    }

    @Override
    public void close() {
        owner.close();
    }
}
