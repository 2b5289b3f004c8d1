package org.zvideo.cli;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.zvideo.core.StyleTransfer;
import org.zvideo.core.StyleTransferOptions;
import org.zvideo.core.attention.KeyValueStorage;
import org.zvideo.core.cost.FrameCost;
import org.zvideo.core.diffusion.MemorySaving;
import org.zvideo.core.torch.Device;
import org.zvideo.core.torch.KernelPlan;
import org.zvideo.core.torch.Placement;
import org.zvideo.core.torch.Precision;
import org.zvideo.core.torch.Threads;
import org.zvideo.core.weights.WeightException;
import org.zvideo.video.error.MediaException;
import org.zvideo.video.stage.Schedule;
import picocli.CommandLine.Option;

/** The options of the model and the machine. */
final class MachineArguments {
    /** Of the machine's memory that the graph may take; weights and keys need the rest. */
    private static final double GRAPH_SHARE = 0.25;

    @Option(
            names = "--model",
            paramLabel = "DIR|FILE",
            description =
                    "Stable Diffusion v1: a diffusers folder or a .safetensors file (default the shipped mini model).")
    Path model;

    @Option(
            names = "--model-config",
            paramLabel = "DIR",
            description =
                    "Folder with the config.json files that describe a single file (default Stable Diffusion v1's).")
    Path modelConfig;

    @Option(
            names = "--device",
            paramLabel = "NAME",
            defaultValue = "auto",
            description = "auto, cpu, cuda or cuda:N (default ${DEFAULT-VALUE}).")
    String device;

    @Option(
            names = "--precision",
            paramLabel = "NAME",
            defaultValue = "auto",
            description = "auto, f32, bf16 or f16 of the U-Net (default ${DEFAULT-VALUE}: f32 on a CPU, f16 on CUDA).")
    String precision;

    @Option(names = "--threads", paramLabel = "N", description = "CPU threads (default the physical cores).")
    Integer threads;

    /** To be asked after {@link #applyThreads}. */
    Placement placement() {
        return placement(Optional.empty());
    }

    /** @param kernels those with which a job was begun */
    Placement placement(Optional<KernelPlan> kernels) {
        Device chosen = Device.parse(device);
        Precision number = switch (precision) {
            case "auto" -> chosen.kind() == Device.Kind.CUDA ? Precision.F16 : Precision.F32;
            case "f32" -> Precision.F32;
            case "bf16" -> Precision.BF16;
            case "f16" -> Precision.F16;
            default ->
                throw new IllegalArgumentException("--precision " + precision + ": expected auto, f32, bf16 or f16");
        };
        return kernels.map(plan -> new Placement(chosen, number, plan)).orElseGet(() -> placement(chosen, number));
    }

    /** With the kernels that are the fastest here. */
    Placement placement(Device chosen, Precision number) {
        return chosen.kind() == Device.Kind.CPU
                ? new Placement(chosen, number, KernelPlans.ofUser().get(number))
                : new Placement(chosen, number);
    }

    @Option(
            names = "--memory",
            paramLabel = "SIZE",
            converter = SizeConverter.class,
            description =
                    "What keys and values of frames and styles may take, like 2G; beyond it they are rounded to bf16,"
                            + " or lie in files (default no limit).")
    Long memory;

    @Option(
            names = "--checkpoints",
            negatable = true,
            fallbackValue = "true",
            description = "Compute the U-Net twice for its gradient instead of keeping it in memory; matters with"
                    + " --energy-gradient unet (default where memory is short).")
    Boolean checkpoints;

    /** Loads the model; to be asked after {@link #applyThreads}. */
    StyleTransfer open(StyleTransferOptions options) {
        return open(placement(), options);
    }

    /** Loads the model to a place. */
    StyleTransfer open(Placement placement, StyleTransferOptions options) {
        return StyleTransfer.open(modelPath(), configs(), placement, options);
    }

    /** The same model, saving what has to be saved so that keys and values, and the gradient's graph, have room. */
    StyleTransfer withinMemory(StyleTransfer opened, int width, int height, int styles, Console console) {
        FrameCost cost = opened.cost(width, height, styles);
        Precision number = opened.precision();
        boolean composed = number == Precision.BF16;
        MemorySaving saving = new MemorySaving(
                storage(cost, number),
                checkpoints == null
                        ? cost.graphBytes(number.bytes(), composed) > GRAPH_SHARE * physicalMemory()
                        : checkpoints);
        console.say("keys and values: %s", OptionNames.name(saving.storage()));
        return opened.with(opened.options().withMemory(saving));
    }

    private static long physicalMemory() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize();
    }

    /** Where keys and values go that need so many bytes as they are. */
    KeyValueStorage storage(FrameCost cost, Precision precision) {
        if (memory == null || cost.storedBytes(precision.bytes()) <= memory) {
            return KeyValueStorage.MEMORY;
        }
        return cost.storedBytes(Precision.BF16.bytes()) <= memory ? KeyValueStorage.ROUNDED : KeyValueStorage.DISK;
    }

    /** How the frames of a video are worked on. */
    Schedule schedule() {
        return count() > 1 && Device.parse(device).kind() == Device.Kind.CPU ? Schedule.LOOKAHEAD : Schedule.IN_TURN;
    }

    /**
     * Divides the threads from now on; two frames at once keep them busier than one.
     *
     * @return how many there are in all
     */
    int applyThreads(Schedule schedule) {
        Threads.use(schedule == Schedule.LOOKAHEAD ? count() / 2 : count());
        return count();
    }

    private int count() {
        if (threads != null && (threads < 1 || threads > 1024)) {
            throw new IllegalArgumentException("--threads " + threads + ": expected 1 to 1024");
        }
        return threads == null ? PhysicalCores.count() : threads;
    }

    /** What is read of the model that was asked for; the one beside the launcher is out of reach anyway. */
    List<Path> files() {
        return Stream.of(model, modelConfig).filter(Objects::nonNull).toList();
    }

    Optional<Path> configs() {
        return Optional.ofNullable(modelConfig);
    }

    /**
     * A model's file or folder, if it is there.
     *
     * @param configs the folder that describes a single file, or null; a folder has configs of its own
     */
    static Path existing(Path model, Path configs) {
        Preflight.requireLocal("model", model);
        if (!Files.exists(model)) {
            throw new MediaException(
                    MediaException.Problem.MISSING_INPUT, "model " + model + ": no such file or folder");
        }
        if (configs != null && Files.isDirectory(model)) {
            throw new MediaException(
                    MediaException.Problem.USAGE,
                    "--model-config " + configs + ": without effect beside the" + " folder " + model
                            + ", which has configs of its own; it describes a single .safetensors file");
        }
        if (configs != null && !Files.isDirectory(configs)) {
            throw new MediaException(
                    MediaException.Problem.MISSING_INPUT, "--model-config " + configs + ": no such folder");
        }
        return model;
    }

    /** The model that was asked for, or the one beside the launcher. */
    Path modelPath() {
        if (model != null) {
            return existing(model, modelConfig);
        }
        String home = System.getProperty("zvideo.home");
        Path shipped = home == null ? null : Path.of(home, "model", "mini");
        if (shipped == null || !Files.isDirectory(shipped)) {
            throw new WeightException("no model: the shipped one is not beside the launcher; give --model");
        }
        return existing(shipped, modelConfig);
    }
}
