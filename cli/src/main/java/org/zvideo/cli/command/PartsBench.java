package org.zvideo.cli.command;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import org.zvideo.cli.terminal.Console;
import org.zvideo.core.FrameConsistency;
import org.zvideo.core.StyleTransferOptions;
import org.zvideo.core.bench.Benchmark;
import org.zvideo.core.bench.Stage;
import org.zvideo.core.diffusion.DualPathOptions;
import org.zvideo.core.diffusion.LatentDiffusion;
import org.zvideo.core.guidance.EnergyOptions.Gradient;
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
    /** Times the parts whose names are wanted, and prints them as they come. */
    Map<String, Object> run(
            String name,
            ModelContainer container,
            Placement placement,
            Integer side,
            int threads,
            int times,
            Predicate<String> wanted) {
        try (container;
                LatentDiffusion model = LatentDiffusion.load(container, placement)) {
            int factor = model.vae().config().factor();
            int latent = side == null ? model.unetConfig().sampleSize() : side / factor;
            DualPathOptions tied = StyleTransferOptions.methodDefaults(steps, FrameConsistency.FULL);
            String precision = EnumNames.of(placement.precision());
            console.result(String.format(
                    Locale.ROOT,
                    "%n%s at %dx%d, %s on %s, %d thread(s)",
                    name,
                    latent * factor,
                    latent * factor,
                    precision,
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
            List<Stage> stages = new Benchmark(
                            model,
                            latent,
                            latent,
                            times,
                            tied.withTies(
                                    tied.ties().withEnergy(tied.ties().energy().withGradient(gradient))),
                            wanted)
                    .run(this::print);
            Map<String, Object> result = new LinkedHashMap<>();
            result.put("model", name);
            result.put("size", latent * factor);
            result.put("precision", precision);
            result.put("device", placement.device().toString());
            result.put("threads", threads);
            result.put("kernels", placement.kernels());
            result.put("stages", stages);
            return result;
        }
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
