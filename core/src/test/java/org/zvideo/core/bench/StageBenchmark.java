package org.zvideo.core.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.zvideo.core.StyleTransferOptions;
import org.zvideo.core.Temporal;
import org.zvideo.core.attention.AttentionProcessor;
import org.zvideo.core.diffusion.DenoisingListener;
import org.zvideo.core.diffusion.DualPath;
import org.zvideo.core.diffusion.DualPathOptions;
import org.zvideo.core.diffusion.FrameFeatures;
import org.zvideo.core.diffusion.LatentDiffusion;
import org.zvideo.core.diffusion.StyleFeatures;
import org.zvideo.core.diffusion.StyleReference;
import org.zvideo.core.diffusion.Trajectory;
import org.zvideo.core.guidance.EnergyOptions;
import org.zvideo.core.torch.Device;
import org.zvideo.core.torch.Gradients;
import org.zvideo.core.torch.Placement;
import org.zvideo.core.torch.Precision;
import org.zvideo.core.torch.TensorOwner;
import org.zvideo.core.torch.TensorScope;
import org.zvideo.core.weights.ModelContainer;
import org.zvideo.core.weights.RandomModel;

/**
 * Seconds and memory of every stage of a frame: {@code StageBenchmark MODEL|sd15 WIDTH HEIGHT STEPS PRECISION}. The
 * model {@code sd15} is Stable Diffusion v1.5's shape with random weights. Run it by {@code testdata/bench/stages.sh}.
 */
public final class StageBenchmark {
    private final LatentDiffusion model;
    private final int steps;
    private final TensorOwner kept = new TensorOwner("benchmark");

    private StageBenchmark(LatentDiffusion model, int steps) {
        this.model = model;
        this.steps = steps;
    }

    private interface Stage {
        void run();
    }

    public static void main(String[] arguments) throws IOException {
        boolean random = arguments[0].equals("sd15");
        Placement placement = new Placement(Device.CPU, Precision.valueOf(arguments[4].toUpperCase(Locale.ROOT)));
        System.out.printf(Locale.ROOT, "%s at %sx%s, %s steps, %s, %d threads%n", arguments[0], arguments[1],
                arguments[2], arguments[3], arguments[4], torch.get_num_threads());
        try (Gradients off = Gradients.off();
                ModelContainer container = random ? new RandomModel()
                        : ModelContainer.open(Path.of(arguments[0]), Optional.empty())) {
            long start = System.nanoTime();
            try (LatentDiffusion model = LatentDiffusion.load(container, placement)) {
                report("load", start);
                new StageBenchmark(model, Integer.parseInt(arguments[3]))
                        .frame(Integer.parseInt(arguments[1]), Integer.parseInt(arguments[2]));
            }
        }
    }

    private void frame(int width, int height) throws IOException {
        try (TensorScope scope = TensorScope.open("benchmark")) {
            Tensor image = torch.randn(new long[] {1, 3, height, width}, new TensorOptions(ScalarType.Float));
            Tensor[] latent = new Tensor[1];
            timed("VAE encode", () -> latent[0] = kept.keep(model.vae().encode(image)));
            timed("U-Net forward", () -> model.predictor().predict(latent[0], 500, 0, AttentionProcessor.PLAIN));
            timed("inversion, " + steps + " steps", () -> Trajectory.invert(model.predictor(), model.schedule(),
                    latent[0], steps, () -> { }).close());
            StyleFeatures[] style = new StyleFeatures[1];
            DualPathOptions full = StyleTransferOptions.method(steps, Temporal.FULL);
            timed("style (once)", () -> style[0] = path(full).style(latent[0], DenoisingListener.NONE, () -> { }));
            List<StyleReference> styles = List.of(new StyleReference(style[0], 1.2, Optional.empty()));
            FrameFeatures first = new FrameFeatures();
            timed("frame 0", () -> path(full).stylise(latent[0], styles, Optional.empty(), Optional.of(first), kept,
                    DenoisingListener.NONE));
            Optional<DualPath.Past> past = Optional.of(new DualPath.Past(first, first));
            timed("frame, x0 gradient", () -> path(full).stylise(latent[0], styles, past, Optional.empty(), kept,
                    DenoisingListener.NONE));
            timed("VAE decode", () -> model.vae().decode(latent[0]));
            System.out.printf(Locale.ROOT, "keys, values and predictions kept per frame: %.0f MB%n", first.bytes() / 1e6);
            DualPathOptions unet = full.withTemporal(full.attend(),
                    full.energy().withGradient(EnergyOptions.Gradient.UNET));
            // Last, as it needs by far the most memory: the graph of a whole U-Net run.
            timed("frame, U-Net gradient", () -> path(unet).stylise(latent[0], styles, past, Optional.empty(), kept,
                    DenoisingListener.NONE));
        }
    }

    private DualPath path(DualPathOptions options) {
        return new DualPath(model.predictor(), model.schedule(), options);
    }

    private static void timed(String name, Stage stage) throws IOException {
        long start = System.nanoTime();
        try (TensorScope scope = TensorScope.open(name)) {
            stage.run();
        }
        report(name, start);
    }

    private static void report(String name, long start) throws IOException {
        String peak = Files.readAllLines(Path.of("/proc/self/status")).stream().filter(line -> line.startsWith("VmHWM"))
                .findFirst().map(line -> line.replaceAll("\\D", "")).orElse("0");
        System.out.printf(Locale.ROOT, "%-24s %8.2f s   peak memory so far %6.2f GB%n", name,
                (System.nanoTime() - start) / 1e9, Long.parseLong(peak) / 1e6);
    }
}
