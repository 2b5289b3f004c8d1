package org.zvideo.cli.command;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.zvideo.cli.terminal.Console;
import org.zvideo.core.FrameConsistency;
import org.zvideo.core.StyleTransferOptions;
import org.zvideo.core.bench.Benchmark;
import org.zvideo.core.bench.Stage;
import org.zvideo.core.diffusion.DualPathOptions;
import org.zvideo.core.diffusion.LatentDiffusion;
import org.zvideo.core.guidance.EnergyOptions.Gradient;
import org.zvideo.core.torch.Convolution;
import org.zvideo.core.torch.Placement;
import org.zvideo.core.weights.ModelContainer;
import org.zvideo.video.request.EnumNames;

/**
 * {@code zvideo bench} without a clip: the parts of a model, each next to the machine's peak.
 *
 * @param steps    of the whole frame
 * @param gradient of the whole frame's energy
 */
record PartsBench(Console console, int steps, Gradient gradient) {
    /**
     * Times the parts whose names are wanted, and prints them as they come. Where kernels are packed, those parts that need a
     * gradient come last, with a model of their own.
     */
    Map<String, Object> run(
            String name,
            Supplier<ModelContainer> container,
            Placement placement,
            Integer side,
            int threads,
            int times,
            Predicate<String> wanted) {
        DualPathOptions tied = StyleTransferOptions.methodDefaults(steps, FrameConsistency.FULL);
        DualPathOptions options =
                tied.withTies(tied.ties().withEnergy(tied.ties().energy().withGradient(gradient)));
        Predicate<String> last = part ->
                placement.kernels().convolution() == Convolution.PACKED && Benchmark.differentiates(part, options);
        Map<String, Object> result = new LinkedHashMap<>();
        List<Stage> stages = new ArrayList<>();
        try (LatentDiffusion model = load(container, placement)) {
            int latent = latent(model, side);
            int pixels = latent * model.vae().factor();
            console.result(String.format(
                    Locale.ROOT,
                    "%n%s at %dx%d, %s on %s, %d thread(s)",
                    name,
                    pixels,
                    pixels,
                    EnumNames.of(placement.precision()),
                    placement.device(),
                    threads));
            console.result(String.format(
                    Locale.ROOT,
                    "%-34s %10s %10s %10s %8s %10s",
                    "",
                    "seconds",
                    "GFLOP",
                    "GFLOP/s",
                    "of peak",
                    "memory"));
            stages.addAll(
                    new Benchmark(model, latent, latent, times, options, wanted.and(last.negate())).run(this::print));
            result.put("model", name);
            result.put("size", pixels);
        }
        if (last.test(Benchmark.GRADIENT) && (wanted.test(Benchmark.GRADIENT) || gradient == Gradient.UNET)) {
            try (LatentDiffusion model = load(container, placement.differentiable())) {
                int latent = latent(model, side);
                new Benchmark(model, latent, latent, times, options, wanted.and(last)).run(stage -> {
                    if (!Benchmark.isPeak(stage.name())) {
                        print(stage);
                        stages.add(stage);
                    }
                });
            }
        }
        result.put("precision", EnumNames.of(placement.precision()));
        result.put("device", placement.device().toString());
        result.put("threads", threads);
        result.put("kernels", placement.kernels());
        result.put("stages", stages);
        return result;
    }

    private static LatentDiffusion load(Supplier<ModelContainer> container, Placement placement) {
        try (ModelContainer opened = container.get()) {
            return LatentDiffusion.load(opened, placement);
        }
    }

    private static int latent(LatentDiffusion model, Integer side) {
        return side == null
                ? model.unetConfig().sampleSize()
                : side / model.vae().factor();
    }

    private void print(Stage stage) {
        console.result(String.format(
                Locale.ROOT,
                "%-34s %10.4f %10.1f %10.1f %7.0f%% %10s",
                stage.name(),
                stage.seconds(),
                stage.gflop(),
                stage.gflops(),
                100 * stage.ofPeak(),
                ClipBench.gigabytes(stage.peakMemory())));
    }
}
