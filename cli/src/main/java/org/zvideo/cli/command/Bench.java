package org.zvideo.cli.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.zvideo.cli.option.MachineArguments;
import org.zvideo.cli.terminal.Console;
import org.zvideo.cli.terminal.ExitCode;
import org.zvideo.core.FrameConsistency;
import org.zvideo.core.Style;
import org.zvideo.core.StyleTransfer;
import org.zvideo.core.StyleTransferOptions;
import org.zvideo.core.bench.Benchmark;
import org.zvideo.core.bench.Stage;
import org.zvideo.core.diffusion.DualPathOptions;
import org.zvideo.core.diffusion.LatentDiffusion;
import org.zvideo.core.error.ErrorKind;
import org.zvideo.core.error.ZvideoException;
import org.zvideo.core.guidance.EnergyOptions.Gradient;
import org.zvideo.core.image.FrameObserver;
import org.zvideo.core.torch.Placement;
import org.zvideo.core.torch.Precision;
import org.zvideo.core.weights.ModelContainer;
import org.zvideo.core.weights.RandomModel;
import org.zvideo.video.Clip;
import org.zvideo.video.bench.PipelineBenchmark;
import org.zvideo.video.file.InputFiles;
import org.zvideo.video.file.OutputFile;
import org.zvideo.video.file.OutputFiles;
import org.zvideo.video.filter.StyleTransferFilter;
import org.zvideo.video.picture.StillImage;
import org.zvideo.video.request.EnumNames;
import org.zvideo.video.request.Machine;
import org.zvideo.video.stage.Masks;
import org.zvideo.video.stage.Observers;
import org.zvideo.video.stage.Schedule;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command {@code zvideo bench}. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        usageHelpAutoWidth = true,
        description = "Times the parts of the model and a whole frame, and compares them with the fastest "
                + "matrix product and convolution of this machine; for the bundled model, and for a random "
                + "one of exactly Stable Diffusion v1.5's shape (--model random times only that one). Leave"
                + " the machine alone meanwhile.")
final class Bench implements Callable<Integer> {
    private static final int SD_SIZE = 512;
    private static final int SMALLEST = 64;
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    private static final String RANDOM = "random";

    @Option(
            names = "--size",
            paramLabel = "N",
            description = "Side of the square frame inside the model (default what the model was trained on).")
    private Integer size;

    @Option(
            names = "--steps",
            paramLabel = "N",
            defaultValue = "2",
            description = "Denoising steps of the whole frame (default ${DEFAULT-VALUE}).")
    private int steps;

    @Option(
            names = "--energy-gradient",
            paramLabel = "NAME",
            defaultValue = "x0",
            description = "Gradient of the whole frame: none, x0 or unet (default ${DEFAULT-VALUE}).")
    private Gradient gradient;

    @Option(
            names = "--repeats",
            paramLabel = "N",
            defaultValue = "3",
            description = "Runs of each part; the median counts (default ${DEFAULT-VALUE}).")
    private int repeats;

    @Option(
            names = "--only",
            paramLabel = "TEXT",
            defaultValue = "",
            description = "Only parts whose name starts with TEXT, like \"U-Net\".")
    private String only;

    @Option(
            names = "--clip",
            paramLabel = "VIDEO",
            description = "Instead: a whole job on the first frames of this video, compared with its frames alone.")
    private Path clip;

    @Option(
            names = {"-s", "--style"},
            paramLabel = "ART",
            description = "Style of that job.")
    private Path style;

    @Option(
            names = "--frames",
            paramLabel = "N",
            defaultValue = "12",
            description = "Frames of that job (default ${DEFAULT-VALUE}).")
    private long frames;

    @Option(names = "--json", paramLabel = "FILE", description = "Also write the numbers to this file.")
    private Path json;

    @Option(names = "-y", description = "Replace an existing file.")
    private boolean replace;

    @ArgGroup(validate = false, heading = "%nModel and machine:%n")
    private MachineArguments machine = new MachineArguments();

    @Mixin
    private final Console console;

    Bench(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        console.configureLogging();
        if (steps < 1) {
            throw new ZvideoException(ErrorKind.USAGE, "--steps " + steps + ": expected 1 or more");
        }
        if (size != null && size < SMALLEST) {
            throw new ZvideoException(ErrorKind.USAGE, "--size " + size + ": expected " + SMALLEST + " or more");
        }
        if (repeats < 1) {
            throw new ZvideoException(ErrorKind.USAGE, "--repeats " + repeats + ": expected 1 or more");
        }
        try (OutputFiles files = new OutputFiles(read(), console::warning);
                OutputFile numbers = json == null ? null : files.claim(json, replace)) {
            Object measured = clip == null ? networks() : pipeline();
            if (numbers != null) {
                numbers.write(JSON.writeValueAsBytes(measured));
                numbers.commit();
            }
            return ExitCode.OK.status();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("numbers are JSON", e);
        }
    }

    private InputFiles read() {
        InputFiles read = new InputFiles();
        Stream.of(clip, style).filter(Objects::nonNull).forEach(read::add);
        machine.files().forEach(read::add);
        return read;
    }

    private Object networks() {
        int threads = chosen().inTurn().applied().threads();
        List<Map<String, Object>> runs = new ArrayList<>();
        for (Placement placement : placements()) {
            if (RANDOM.equals(String.valueOf(machine.model))) {
                runs.add(random(placement, threads));
            } else if (machine.model != null) {
                runs.add(run(machine.model.toString(), stored(), placement, size, threads));
            } else {
                runs.add(run("mini", stored(), placement, size, threads));
                runs.add(random(placement, threads));
            }
        }
        return Map.of("version", 1, "runs", runs);
    }

    private Object pipeline() {
        if (style == null) {
            throw new ZvideoException(ErrorKind.USAGE, "--clip needs a style: give a picture with --style");
        }
        Machine chosen = machine.request();
        Schedule schedule = chosen.schedule().applied();
        StyleTransferOptions options = StyleTransferOptions.defaults()
                .withMethod(StyleTransferOptions.methodDefaults(steps, FrameConsistency.FULL));
        try (StyleTransfer transfer = chosen.open(chosen.placement(), options);
                Style prepared =
                        transfer.style(StillImage.readStyle(style), StyleTransferOptions.LAMBDA, FrameObserver.NONE)) {
            PipelineBenchmark.Result result = new PipelineBenchmark(
                            clip,
                            Clip.of(0, frames),
                            () -> new StyleTransferFilter(
                                    transfer, () -> List.of(prepared), Masks.NONE, Observers.NONE, schedule))
                    .run(repeats);
            console.result(String.format(
                    Locale.ROOT,
                    "%d frames of %d steps: %.2f s alone, %.2f s as a job: %.1f %% of the throughput",
                    result.frames(),
                    steps,
                    result.alone(),
                    result.job(),
                    100 * result.share()));
            return Map.of("version", 1, "clip", result);
        }
    }

    /** The precision that was asked for, else both that a CPU has. */
    private List<Placement> placements() {
        Placement chosen = chosen().placement();
        return machine.precision.equals("auto") && chosen.precision() == Precision.F32
                ? List.of(chosen, chosen().withPrecision(Precision.BF16).placement())
                : List.of(chosen);
    }

    private Map<String, Object> random(Placement placement, int threads) {
        return run("random SD v1.5", new RandomModel(), placement, size == null ? SD_SIZE : size, threads);
    }

    private Machine chosen() {
        return machine.request();
    }

    private ModelContainer stored() {
        Machine chosen = machine.request();
        chosen.requireModel();
        return ModelContainer.open(chosen.model(), chosen.modelConfig());
    }

    private Map<String, Object> run(
            String name, ModelContainer container, Placement placement, Integer side, int threads) {
        try (container;
                LatentDiffusion model = LatentDiffusion.load(container, placement)) {
            int factor = model.vae().config().factor();
            int latent = side == null ? model.unetConfig().sampleSize() : side / factor;
            DualPathOptions full = StyleTransferOptions.methodDefaults(steps, FrameConsistency.FULL);
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
                            repeats,
                            full.withTies(
                                    full.ties().withEnergy(full.ties().energy().withGradient(gradient))),
                            part -> part.startsWith(only))
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
                stage.peakMemory() == 0 ? "" : String.format(Locale.ROOT, "%.2f GB", stage.peakMemory() / 1e9)));
    }
}
