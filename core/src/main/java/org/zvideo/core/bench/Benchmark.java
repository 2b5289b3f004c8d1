package org.zvideo.core.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.zvideo.core.StyleTransferOptions;
import org.zvideo.core.attention.AttentionProcessor;
import org.zvideo.core.attention.ScaledDotProduct;
import org.zvideo.core.cost.FrameCost;
import org.zvideo.core.cost.UNetCost;
import org.zvideo.core.cost.VaeCost;
import org.zvideo.core.diffusion.DenoisingListener;
import org.zvideo.core.diffusion.DualPath;
import org.zvideo.core.diffusion.DualPathOptions;
import org.zvideo.core.diffusion.FrameFeatures;
import org.zvideo.core.diffusion.LatentDiffusion;
import org.zvideo.core.diffusion.StyleFeatures;
import org.zvideo.core.diffusion.StyleReference;
import org.zvideo.core.edit.KeyValueStorage;
import org.zvideo.core.edit.LayerRange;
import org.zvideo.core.nn.FeatureMap;
import org.zvideo.core.torch.Gradients;
import org.zvideo.core.torch.Layout;
import org.zvideo.core.torch.Placement;
import org.zvideo.core.torch.TensorOwner;
import org.zvideo.core.torch.TensorScope;
import org.zvideo.core.unet.GradientCheckpointing;
import org.zvideo.core.unet.UNetConfig;
import org.zvideo.core.unet.UNetRun;

/**
 * Times the parts of a model at one size.
 *
 * @param height  of the latent
 * @param width   of the latent
 * @param repeats runs of each part after one that warms up
 * @param options of the frame that is timed as a whole
 * @param wanted  which stages, by name; the peaks are always timed
 */
public record Benchmark(
        LatentDiffusion model,
        long height,
        long width,
        int repeats,
        DualPathOptions options,
        Predicate<String> wanted) {
    private static final int TIMESTEP = 500;
    private static final double GIGA = 1e9;
    private static final String PEAK = "peak";
    /** Name of the part that computes a gradient, and the beginning of the names of others that do. */
    public static final String GRADIENT = "U-Net forward and backward";

    private static final String FRAME = "frame";

    /** Runs all stages; the listener receives each of them as soon as it is measured. */
    public List<Stage> run(Consumer<Stage> listener) {
        return new Run(listener).all();
    }

    /** Whether that part is one of the machine's peaks, which every run times. */
    public static boolean isPeak(String part) {
        return part.startsWith(PEAK);
    }

    /** Whether that part needs a model whose kernels have a gradient. */
    public static boolean differentiates(String part, DualPathOptions options) {
        return part.startsWith(GRADIENT)
                || part.startsWith(FRAME) && options.ties().energy().differentiatesModel();
    }

    /** One run: the peaks first, since every stage is held against them. */
    private final class Run {
        private final Consumer<Stage> listener;
        private final List<Stage> stages = new ArrayList<>();
        private final Placement placement = model.placement();
        private final UNetConfig config = model.unetConfig();
        private final UNetCost unet =
                new UNetCost(config, model.predictor().prompt().size(0));
        private double peak;

        private Run(Consumer<Stage> listener) {
            this.listener = listener;
        }

        private List<Stage> all() {
            try (Gradients off = Gradients.off();
                    TensorScope scope = TensorScope.open("benchmark")) {
                peaks();
                Tensor latent = torch.randn(new long[] {1, config.inChannels(), height, width});
                network(latent);
                attentions();
                autoencoder();
                frame(latent);
                return stages;
            }
        }

        private void peaks() {
            Tensor a = placement.toNetworkFormat(torch.randn(new long[] {2048, 2048}));
            timed(PEAK + " of matrix products", 2.0 * 2048 * 2048 * 2048, () -> a.matmul(a));
            Tensor map = placement.toNetworkFormat(Layout.CHANNELS_LAST.of(torch.randn(new long[] {1, 320, 64, 64})));
            Tensor kernel =
                    placement.toNetworkFormat(Layout.CHANNELS_LAST.of(torch.randn(new long[] {320, 320, 3, 3})));
            timed(
                    PEAK + " of convolutions",
                    2.0 * 320 * 320 * 9 * 64 * 64,
                    () -> torch.conv2d(
                            map,
                            kernel,
                            new TensorOptional(),
                            new long[] {1, 1},
                            new long[] {1, 1},
                            new long[] {1, 1},
                            1));
        }

        private void network(Tensor latent) {
            UNetCost.Run cost = unet.run(height, width);
            timed(
                    "U-Net forward",
                    cost.forward(),
                    () -> model.predictor().predict(latent, TIMESTEP, 0, AttentionProcessor.PLAIN));
            timed(GRADIENT, cost.forward() + cost.backward(), () -> {
                try (Gradients on = Gradients.on()) {
                    Tensor x = latent.detach().requires_grad_(true);
                    model.predictor()
                            .predict(x, TIMESTEP, 0, AttentionProcessor.PLAIN)
                            .sum()
                            .backward();
                }
            });
            checkpointed(latent, cost);
        }

        /** The gradient again, with the memory of one stage. */
        private void checkpointed(Tensor latent, UNetCost.Run cost) {
            timed(GRADIENT + " by stages", cost.forward() + cost.backward(), () -> {
                try (GradientCheckpointing checkpoints = new GradientCheckpointing(
                        model.predictor().unet(), model.predictor().prompt())) {
                    Tensor noise = checkpoints.forward(
                            placement.toNetworkFormat(latent), new UNetRun(TIMESTEP, 0, AttentionProcessor.PLAIN));
                    checkpoints.transposedJacobian(noise, AttentionProcessor.PLAIN);
                }
            });
        }

        private void attentions() {
            for (int level = 0; level < config.levels(); level++) {
                attention(level, 1);
                if (isEdited(level)) {
                    attention(level, 2);
                    attention(level, 3);
                }
            }
        }

        private boolean isEdited(int level) {
            LayerRange edited = options.edit().layers();
            return IntStream.rangeClosed(edited.first(), edited.last()).anyMatch(layer -> config.level(layer) == level);
        }

        /** @param blocks of keys: a frame's own, and in edited layers those of a style and of other frames */
        private void attention(int level, int blocks) {
            long h = FeatureMap.side(height, level);
            long w = FeatureMap.side(width, level);
            long channels = config.channels().get(level);
            long heads = config.heads().get(level);
            long[] queries = {heads, h * w, channels / heads};
            long[] keys = {heads, blocks * h * w, channels / heads};
            Tensor q = placement.toNetworkFormat(torch.randn(queries));
            Tensor k = placement.toNetworkFormat(torch.randn(keys));
            Tensor v = placement.toNetworkFormat(torch.randn(keys));
            timed(
                    String.format("attention at %dx%d", w, h) + (blocks == 1 ? "" : ", keys x " + blocks),
                    4.0 * h * w * blocks * h * w * channels,
                    () -> ScaledDotProduct.attention(q, k, v));
        }

        private void autoencoder() {
            VaeCost vae = new VaeCost(model.vae());
            int factor = model.vae().factor();
            Tensor image = placement.toLatentFormat(torch.randn(new long[] {1, 3, height * factor, width * factor}));
            timed("VAE encode", vae.encode(height, width), () -> model.vae().encode(image));
            Tensor latent = placement.toLatentFormat(
                    torch.randn(new long[] {1, model.vae().latentChannels(), height, width}));
            timed("VAE decode", vae.decode(height, width), () -> model.vae().decode(latent));
        }

        private void frame(Tensor latent) {
            String name = String.format("%s of %d steps without VAE", FRAME, options.steps());
            if (!wanted.test(name)) {
                return;
            }
            DualPath path = new DualPath(model, options);
            FrameCost cost = new FrameCost(unet, options, height, width, 1);
            try (TensorOwner kept = new TensorOwner("benchmark");
                    FrameFeatures first = new FrameFeatures(KeyValueStorage.MEMORY);
                    StyleFeatures style = path.style(latent, DenoisingListener.NONE, () -> {})) {
                List<StyleReference> styles =
                        List.of(StyleReference.of(style, StyleTransferOptions.LAMBDA, Optional.empty()));
                path.stylize(latent, styles, Optional.empty(), Optional.of(first), kept, DenoisingListener.NONE);
                timed(name, cost.inversion() + cost.denoising(false), () -> {
                    try (TensorOwner result = new TensorOwner("result");
                            FrameFeatures own = new FrameFeatures(KeyValueStorage.MEMORY)) {
                        path.stylize(
                                latent,
                                styles,
                                Optional.of(new DualPath.EarlierFrames(first, first, false, Optional.empty())),
                                Optional.of(own),
                                result,
                                DenoisingListener.NONE);
                    }
                });
            }
        }

        private void timed(String name, double flops, Runnable work) {
            boolean ofMachine = name.startsWith(PEAK);
            if (!ofMachine && !wanted.test(name)) {
                return;
            }
            ResidentMemory.reset();
            double[] seconds = new double[repeats];
            for (int n = -1; n < repeats; n++) { // the first warms up
                long start = System.nanoTime();
                try (TensorScope scope = TensorScope.open(name)) {
                    work.run();
                }
                if (n >= 0) {
                    seconds[n] = (System.nanoTime() - start) / GIGA;
                }
            }
            Arrays.sort(seconds);
            double median = seconds[repeats / 2];
            double speed = flops / median;
            peak = ofMachine ? Math.max(peak, speed) : peak;
            Stage stage = new Stage(name, median, flops / GIGA, speed / GIGA, speed / peak, ResidentMemory.peak());
            stages.add(stage);
            listener.accept(stage);
        }
    }
}
