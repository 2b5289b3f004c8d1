package org.zvideo.core;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.zvideo.core.analysis.Analysis;
import org.zvideo.core.cost.FrameCost;
import org.zvideo.core.cost.UNetCost;
import org.zvideo.core.cost.VaeCost;
import org.zvideo.core.diffusion.DualPathOptions;
import org.zvideo.core.diffusion.LatentDiffusion;
import org.zvideo.core.diffusion.MotionSource;
import org.zvideo.core.diffusion.TimestepGrid;
import org.zvideo.core.diffusion.WindowSize;
import org.zvideo.core.error.Closing;
import org.zvideo.core.error.ErrorKind;
import org.zvideo.core.error.Usage;
import org.zvideo.core.error.ZvideoException;
import org.zvideo.core.file.ReadFile;
import org.zvideo.core.image.AttentionMap;
import org.zvideo.core.image.FrameGeometry;
import org.zvideo.core.image.FrameObserver;
import org.zvideo.core.image.RgbImage;
import org.zvideo.core.nn.FeatureMap;
import org.zvideo.core.torch.Placement;
import org.zvideo.core.torch.Precision;
import org.zvideo.core.torch.TensorScope;
import org.zvideo.core.weights.ModelContainer;
import org.zvideo.core.weights.ModelSource;

/**
 * The front door: opens a model, prepares styles, and begins shots.
 *
 * <pre>{@code
 * try (StyleTransfer transfer = StyleTransfer.open(model);
 *         Style style = transfer.style(painting);
 *         Shot shot = transfer.shot(style)) {
 *     RgbImage result = shot.next(frame);
 * }
 * }</pre>
 *
 * <p>One thread uses it from open to close, because LibTorch keeps memory for each thread that runs a model; others may
 * compute a {@link FrameInFlight} meanwhile. How many threads LibTorch itself uses is up to {@link org.zvideo.core.torch.Threads}.
 */
public final class StyleTransfer implements AutoCloseable {
    private final LatentDiffusion model;
    private final boolean owner;
    private final StyleTransferOptions options;
    private final Optional<Float32Fallback> fallback;
    private final ModelSize size;

    private StyleTransfer(
            LatentDiffusion model, StyleTransferOptions options, boolean owner, Optional<Float32Fallback> fallback) {
        this.owner = owner;
        this.model = model;
        this.options = options;
        this.fallback = fallback;
        this.size = ModelSize.of(model, options.shortSide());
    }

    /**
     * Opens a model on the CPU, in float32, with the default options.
     *
     * @param model a diffusers folder or a single {@code .safetensors} file
     * @throws org.zvideo.core.weights.WeightException if the model cannot be used; the message is one line
     */
    public static StyleTransfer open(Path model) {
        return open(model, StyleTransferOptions.defaults());
    }

    /**
     * Opens a model on the CPU, in float32.
     *
     * @param model a diffusers folder or a single {@code .safetensors} file
     * @throws org.zvideo.core.weights.WeightException if the model cannot be used; the message is one line
     * @throws IllegalArgumentException                if the options do not fit the model
     */
    public static StyleTransfer open(Path model, StyleTransferOptions options) {
        return open(ModelSource.of(model), Placement.CPU_F32, options);
    }

    /**
     * Opens a model.
     *
     * @throws org.zvideo.core.weights.WeightException if the model cannot be used; the message is one line
     * @throws IllegalArgumentException                if the options do not fit the model
     */
    public static StyleTransfer open(ModelSource source, Placement placement, StyleTransferOptions options) {
        return open(source, Optional.empty(), placement, options);
    }

    /**
     * Opens a model, maybe with LoRAs, or with another autoencoder or decoder than its own.
     *
     * @param motion the motion module, to which the LoRAs of motion modules are added; empty for none
     * @throws org.zvideo.core.weights.WeightException if the model cannot be used; the message is one line
     * @throws IllegalArgumentException                if the options do not fit the model
     */
    public static StyleTransfer open(
            ModelSource given, Optional<MotionSource> motion, Placement placement, StyleTransferOptions options) {
        ModelSource source = motion.isPresent() ? given.ofPictures() : given;
        Optional<MotionSource> moving = motion.map(module -> module.with(given.ofMotion()));
        boolean reduced = placement.precision().bytes() < Precision.F32.bytes();
        Placement fitting = options.differentiatesModel() ? placement.differentiable() : placement;
        try (ModelContainer container = source.open()) {
            return open(
                    container,
                    moving,
                    fitting,
                    options,
                    files -> reduced
                            ? Optional.of(new Float32Fallback(source, moving, fitting, files))
                            : Optional.empty());
        }
    }

    /** Opens a model from its container, which may be closed afterwards; without a float32 model to retry frames with. */
    static StyleTransfer open(ModelContainer container, Placement placement, StyleTransferOptions options) {
        return open(container, Optional.empty(), placement, options, files -> Optional.empty());
    }

    private static StyleTransfer open(
            ModelContainer container,
            Optional<MotionSource> motion,
            Placement placement,
            StyleTransferOptions options,
            Function<Map<String, ReadFile>, Optional<Float32Fallback>> fallback) {
        LatentDiffusion model = LatentDiffusion.load(container, placement, motion);
        return Closing.onFailure(model, () -> {
            return new StyleTransfer(model, checked(model, options), true, fallback.apply(model.files()));
        });
    }

    private static StyleTransferOptions checked(LatentDiffusion model, StyleTransferOptions options) {
        model.vae();
        DualPathOptions method = options.method();
        Usage.check(() -> TimestepGrid.of(
                        model.schedule(), method.steps(), method.beyond().timesteps())
                .refined(model.schedule(), method.inversionSteps()));
        int layers = model.unetConfig().selfAttentionLayers();
        if (method.edit().layers().last() >= layers) {
            throw new ZvideoException(
                    ErrorKind.USAGE,
                    "layers " + method.edit().layers() + ": the model has layers 0 to " + (layers - 1));
        }
        return options;
    }

    /** The files that the model was read from, and no others, by what they are in it. */
    public Map<String, ReadFile> modelFiles() {
        return model.files();
    }

    /** What is worth knowing of how the model's files were understood; may be told once. */
    public List<String> modelNotes() {
        return model.notes();
    }

    /** Short side of the pictures inside the model. */
    public int shortSide() {
        return size.shortSide();
    }

    /** The sizes that frames of a source have inside. */
    public FrameGeometry geometry(int width, int height) {
        return size.geometry(width, height);
    }

    /** Prepares a style picture with the default weight {@value StyleTransferOptions#LAMBDA}. */
    public Style style(RgbImage picture) {
        return style(picture, StyleTransferOptions.LAMBDA, FrameObserver.NONE);
    }

    /**
     * Prepares a style picture: scaled to the short side, center-cropped to the model's multiple, never padded. Of one that is
     * very long for its width only the middle is used.
     *
     * @param lambda   λ_n, the weight of its logits, more than 0
     * @param observer receives the progress, and a note about such a crop
     */
    public Style style(RgbImage picture, double lambda, FrameObserver observer) {
        return styles().style(picture, lambda, observer);
    }

    /**
     * A style picture before and after the autoencoder, in 16-bit levels.
     *
     * @param scale of the size in which {@link #style} takes the picture, which is 1
     */
    public Painting painting(RgbImage style, double scale) {
        return styles().painting(style, scale);
    }

    private StyleMaker styles() {
        return new StyleMaker(model, size, options, this::exact);
    }

    /** A style picture as the model sees it: scaled and cropped. */
    public RgbImage seen(RgbImage style) {
        try (TensorScope scope = TensorScope.open("style picture")) {
            return Pictures.toImage(FrameCodec.style(style, size));
        }
    }

    /** The same model in float32, loaded when it is needed first; empty where this one is in float32. */
    private Optional<LatentDiffusion> exact() {
        return fallback.map(Float32Fallback::get);
    }

    /** What the paper's figures show, for this model and its settings. */
    public Analysis analysis() {
        return new Analysis(model, options.method(), new AnalysisEncoding(size));
    }

    /** What a frame of that size costs. */
    public FrameCost cost(int width, int height, int styles) {
        FrameGeometry size = geometry(width, height);
        int factor = model.vae().factor();
        return new FrameCost(
                new UNetCost(model.unetConfig(), model.predictor().prompt().size(0)),
                options.method(),
                size.paddedHeight() / factor,
                size.paddedWidth() / factor,
                styles);
    }

    /** The approximate bytes that the model takes to work on a frame of that size, without what the frame leaves to others. */
    public double workingBytes(int width, int height) {
        FrameGeometry size = geometry(width, height);
        int factor = model.vae().factor();
        return new VaeCost(model.vae()).decodeBytes(size.paddedHeight() / factor, size.paddedWidth() / factor);
    }

    /** Bytes of all {@link AttentionMap}s of a frame of that size, in float32. */
    public double attentionBytes(int width, int height, int styles) {
        FrameGeometry size = geometry(width, height);
        int factor = model.vae().factor();
        int level = model.unetConfig().level(options.method().edit().layers().first());
        double tokens = (double) FeatureMap.side(size.paddedHeight() / factor, level)
                * FeatureMap.side(size.paddedWidth() / factor, level);
        int blocks = styles + Math.max(1, options.method().ties().attend().size());
        return options.method().steps() * Float.BYTES * tokens * tokens * blocks;
    }

    /** In which the U-Net computes. */
    public Precision precision() {
        return model.placement().precision();
    }

    /** The same with the motion module with which the model was opened, in windows of that size. */
    public MotionTransfer motion(WindowSize windows) {
        return new MotionTransfer(model, size, options, windows, this::exact);
    }

    /** Begins a shot in these styles; the options say what ties its frames to each other. */
    public Shot shot(Style... styles) {
        return shot(List.of(styles));
    }

    /** Begins a shot in these styles; the options say what ties its frames to each other. */
    public Shot shot(List<Style> styles) {
        List<Style> given = List.copyOf(styles);
        return shot(() -> given);
    }

    /**
     * Begins a shot in styles that may not be prepared yet.
     *
     * @param styles asked for, maybe several times and by several threads, when a frame is inverted; gives the same every time
     */
    public Shot shot(Supplier<List<Style>> styles) {
        return new Shot(new ShotSettings(model, size, options, styles), this::exact);
    }

    /**
     * The measures of content and style.
     *
     * @param vgg VGG19's weights in torchvision's naming; empty for the measures on the model's own encoder
     */
    public Fidelity fidelity(Optional<Path> vgg) {
        return new Fidelity(model, size, vgg);
    }

    /**
     * The same model with other settings. It lives as long as this one, which alone closes the model; styles belong to
     * the settings they were prepared with.
     */
    public StyleTransfer with(StyleTransferOptions other) {
        return new StyleTransfer(model, checked(model, other), false, fallback);
    }

    public StyleTransferOptions options() {
        return options;
    }

    @Override
    public void close() {
        if (owner) {
            model.close();
            fallback.ifPresent(Float32Fallback::close);
        }
    }
}
