package org.zvideo.cli.command;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.zvideo.cli.option.GivenOptions;
import org.zvideo.cli.option.MachineArguments;
import org.zvideo.cli.terminal.Console;
import org.zvideo.cli.terminal.ExitCode;
import org.zvideo.cli.terminal.JsonOutput;
import org.zvideo.core.Preset;
import org.zvideo.core.error.ErrorKind;
import org.zvideo.core.error.ZvideoException;
import org.zvideo.core.guidance.EnergyOptions.Gradient;
import org.zvideo.core.torch.Placement;
import org.zvideo.core.torch.Precision;
import org.zvideo.core.weights.ModelContainer;
import org.zvideo.core.weights.RandomModel;
import org.zvideo.video.Clip;
import org.zvideo.video.ReadOptions;
import org.zvideo.video.bench.MeasuresBenchmark;
import org.zvideo.video.file.InputFiles;
import org.zvideo.video.file.OutputFile;
import org.zvideo.video.file.OutputFiles;
import org.zvideo.video.request.Effort;
import org.zvideo.video.request.Machine;
import org.zvideo.video.request.Source;
import org.zvideo.video.request.StyleTransferRequest;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command {@code zvideo bench}. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        usageHelpAutoWidth = true,
        description = "Times the parts of the model and a whole frame, and compares them with the fastest "
                + "matrix product and convolution of this machine; for the bundled model, and for a random "
                + "one of exactly Stable Diffusion v1.5's shape (--model random times only that one). Times the optical"
                + " flow and the measures too where no model is named. Leave the machine alone meanwhile.")
final class Bench implements Callable<Integer> {
    private static final int SD_SIZE = 512;
    private static final int SD_QUICK_SIZE = 256;
    private static final String SD_QUICK_PART = "U-Net forward";
    private static final int[][] FRAME_SIZES = {{480, 270}, {1280, 720}, {1920, 1080}};
    private static final int SMALLEST = 64;
    private static final String RANDOM = "random";

    @Option(
            names = "--size",
            paramLabel = "N",
            description = "Side of the square frame inside the model (default what the model was trained on).")
    private Integer size;

    @Option(
            names = "--full",
            description =
                    "All parts of Stable Diffusion v1.5's shape, at 512 pixels: half an hour instead of one run of"
                            + " its U-Net at 256.")
    private boolean full;

    @Option(
            names = "--steps",
            paramLabel = "N",
            description =
                    "Denoising steps of the whole frame (default 2; with --preset or --threads those of the preset).")
    private Integer steps;

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
            description = "Instead: a whole job on the first frames of this video, compared with its frames alone; with"
                    + " --threads 1,2,4 the same job with each number of threads, in turns.")
    private Path clip;

    @Option(
            names = "--preset",
            paramLabel = "NAME",
            description = "Preset of that job: quality, balanced or draft (default quality).")
    private Preset preset;

    @Option(
            names = "--turns",
            description = "That job in turns with its reference, the same without anything that is faster and could"
                    + " change a bit.")
    private boolean turns;

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

    @Spec
    private CommandSpec spec;

    @Mixin
    private final Console console;

    Bench(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        console.configureLogging();
        requireEffect();
        if (steps != null && steps < 1) {
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
                numbers.write(JsonOutput.bytes(measured));
                numbers.commit();
            }
            return ExitCode.OK.status();
        }
    }

    /** Options of the job on a clip have no effect on the parts, and the other way around. */
    private void requireEffect() {
        GivenOptions given = new GivenOptions(spec.commandLine().getParseResult());
        if (clip == null) {
            given.requireNone(List.of("--preset", "--turns", "--style", "--frames"), " without --clip");
        } else {
            boolean job = turns || preset != null || machine.requests().size() > 1;
            given.requireNone(List.of("--full", "--only", "--energy-gradient"), " with --clip");
            if (!job) {
                given.requireNone(
                        List.of("--size"), " with --clip, unless --preset, --turns or several --threads are given");
            }
        }
    }

    private InputFiles read() {
        InputFiles read = new InputFiles();
        Stream.of(clip, style).filter(Objects::nonNull).forEach(read::add);
        machine.files().forEach(read::add);
        return read;
    }

    private Object networks() {
        if (RANDOM.equals(String.valueOf(machine.model)) && !machine.loras().isEmpty()) {
            throw new ZvideoException(ErrorKind.USAGE, "--lora: without effect on --model random; name a stored model");
        }
        if (only.startsWith(MeasuresBenchmark.NAME)) {
            return Map.of("version", 1, "measures", measures());
        }
        int threads = chosen().inTurn().applied().threads();
        List<Map<String, Object>> runs = new ArrayList<>();
        for (Placement placement : placements()) {
            if (RANDOM.equals(String.valueOf(machine.model))) {
                runs.add(random(placement, threads));
            } else if (machine.model != null) {
                runs.add(run(machine.model.toString(), this::stored, placement, size, threads));
            } else {
                runs.add(run("mini", this::stored, placement, size, threads));
                runs.add(full ? random(placement, threads) : quickly(placement, threads));
            }
        }
        return Map.of("version", 1, "runs", runs, "measures", machine.model == null ? measures() : List.of());
    }

    private Object pipeline() {
        if (style == null) {
            throw new ZvideoException(ErrorKind.USAGE, "--clip needs a style: give a picture with --style");
        }
        List<Machine> machines = machine.requests();
        if (!turns && preset == null && machines.size() == 1) {
            return PipelineBench.run(console, clip, style, frames, steps(), repeats, machines.get(0));
        }
        if (turns && machines.size() > 1) {
            throw new ZvideoException(ErrorKind.USAGE, "--turns takes one number of --threads");
        }
        ClipBench bench = new ClipBench(console, job(machines.get(0)), repeats);
        return turns ? bench.turns() : bench.threads(machines);
    }

    private StyleTransferRequest job(Machine chosen) {
        StyleTransferRequest usual = StyleTransferRequest.of(chosen.model(), clip, style, clip);
        return usual.withSource(new Source(clip, Clip.of(0, frames), ReadOptions.DEFAULT))
                .withMachine(chosen)
                .withMethod(usual.method().withSteps(optional(steps), optional(size)))
                .withEffort(preset == null ? Effort.QUALITY : Effort.Chosen.of(preset));
    }

    private static OptionalInt optional(Integer value) {
        return value == null ? OptionalInt.empty() : OptionalInt.of(value);
    }

    private int steps() {
        return steps == null ? 2 : steps;
    }

    /** The precision that was asked for, else both that a CPU has. */
    private List<Placement> placements() {
        Placement chosen = chosen().placement();
        return machine.precision.equals("auto") && chosen.precision() == Precision.F32
                ? List.of(chosen, chosen().withPrecision(Precision.BF16).placement())
                : List.of(chosen);
    }

    private Map<String, Object> random(Placement placement, int threads) {
        return run("random SD v1.5", RandomModel::new, placement, size == null ? SD_SIZE : size, threads);
    }

    /** The one number that tells most of a large model, in a few seconds. */
    private Map<String, Object> quickly(Placement placement, int threads) {
        return parts().run(
                        "random SD v1.5",
                        RandomModel::new,
                        placement,
                        size == null ? SD_QUICK_SIZE : size,
                        threads,
                        1,
                        part -> part.equals(SD_QUICK_PART) && part.startsWith(only));
    }

    private List<MeasuresBenchmark.Row> measures() {
        console.result("");
        List<MeasuresBenchmark.Row> rows = new ArrayList<>();
        for (int[] frame : FRAME_SIZES) {
            if (MeasuresBenchmark.name(frame[0], frame[1]).startsWith(only)) {
                MeasuresBenchmark.Row row = new MeasuresBenchmark(frame[0], frame[1]).run();
                console.result(String.format(
                        Locale.ROOT,
                        "%-34s %10.4f %39s",
                        row.name(),
                        row.seconds(),
                        ClipBench.gigabytes(row.peakMemory())));
                rows.add(row);
            }
        }
        return rows;
    }

    private Machine chosen() {
        return machine.request();
    }

    private ModelContainer stored() {
        Machine chosen = machine.request();
        chosen.requireModel();
        return chosen.source().open();
    }

    private Map<String, Object> run(
            String name, Supplier<ModelContainer> container, Placement placement, Integer side, int threads) {
        return parts().run(name, container, placement, side, threads, repeats, part -> part.startsWith(only));
    }

    private PartsBench parts() {
        return new PartsBench(console, steps(), gradient);
    }
}
