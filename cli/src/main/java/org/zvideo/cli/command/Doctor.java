package org.zvideo.cli.command;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.zvideo.cli.option.MachineArguments;
import org.zvideo.cli.terminal.Console;
import org.zvideo.cli.terminal.ExitCode;
import org.zvideo.core.StyleTransfer;
import org.zvideo.core.StyleTransferOptions;
import org.zvideo.core.file.FileReason;
import org.zvideo.core.torch.Device;
import org.zvideo.core.torch.Placement;
import org.zvideo.video.VideoCodec;
import org.zvideo.video.job.NativeCache;
import org.zvideo.video.job.Programs;
import org.zvideo.video.plot.Drawing;
import org.zvideo.video.request.EnumNames;
import org.zvideo.video.request.KernelPlans;
import org.zvideo.video.request.Machine;
import org.zvideo.video.spi.FrameFilters;
import org.zvideo.video.stage.Schedule;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The command {@code zvideo doctor}. */
@Command(
        name = "doctor",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        usageHelpAutoWidth = true,
        description = "Checks that everything needed is installed, and says what to do where it is not. Ends "
                + "with status 69 if something that every run needs is missing.")
final class Doctor implements Callable<Integer> {
    private static final long LITTLE_DISK = 2_000_000_000L;
    private static final long LITTLE_MEMORY = 4_000_000_000L;

    @ArgGroup(validate = false)
    private MachineArguments machine = new MachineArguments();

    @Mixin
    private final Console console;

    private boolean ill;

    Doctor(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        console.configureLogging();
        Machine chosen = machine.request(Path.of("mini")); // the model is checked below
        examine(
                "libraries",
                true,
                "name a writable folder with ZVIDEO_JAVA_OPTS=-Dorg.bytedeco.javacpp.cachedir=" + "FOLDER",
                () -> String.join(", ", Programs.loaded()));
        examine(
                "unpacked",
                false,
                "delete the cache and take that right away with chmod go-w, or name a private folder with"
                        + " ZVIDEO_JAVA_OPTS=-Dorg.bytedeco.javacpp.cachedir=FOLDER",
                Doctor::unpacked);
        examine("device", true, "see --device", () -> device(Device.parse(machine.device)));
        examine("threads", true, "give --threads N", () -> {
            Schedule schedule = chosen.schedule().applied();
            return schedule.frames() * schedule.threads()
                    + (schedule.frames() > 1 ? " (each works on a frame of its own)" : "");
        });
        examine("memory", false, "use --size 256, --preset draft, --memory 1G", Doctor::memory);
        examine("disk", false, "make room, or write to another disk with -o", Doctor::disk);
        examine("encoders", false, "use another --codec", Doctor::encoders);
        examine("model", true, "give --model, or put the folder model/mini next to bin and lib", this::model);
        examine("fonts", false, "install fontconfig and a font; only charts and sheets need them", () -> {
            new Drawing(1, 1);
            return "found";
        });
        examine("plug-ins", false, "remove the jar from the folder plugins", Doctor::plugIns);
        examine("cache", false, "set XDG_CACHE_HOME to a writable folder", Doctor::cache);
        return (ill ? ExitCode.UNAVAILABLE : ExitCode.OK).status();
    }

    /** @param needed whether every run needs it */
    private void examine(String what, boolean needed, String remedy, Supplier<String> look) {
        try {
            console.result(String.format(Locale.ROOT, "ok      %-10s %s", what, look.get()));
        } catch (RuntimeException | LinkageError e) {
            ill |= needed;
            console.result(String.format(
                    Locale.ROOT, "%s %-10s %s; %s", needed ? "missing" : "warning", what, e.getMessage(), remedy));
        }
    }

    private static String device(Device device) {
        return device
                + (device.kind() == Device.Kind.CPU
                        ? " (no CUDA in this build or machine; minutes per frame with" + " Stable Diffusion)"
                        : "");
    }

    private static String unpacked() {
        try {
            NativeCache cache = NativeCache.used();
            cache.writableByOthers().ifPresent(file -> {
                throw new IllegalStateException(file + " can be written by others, who could have libraries in the"
                        + " cache " + cache.folder() + " run as you");
            });
            return cache.folder().toString();
        } catch (IOException e) {
            throw new IllegalStateException("unknown: " + FileReason.of(e), e);
        }
    }

    private static String memory() {
        long bytes =
                ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize();
        require(bytes >= LITTLE_MEMORY, gigabytes(bytes) + " is not much");
        return gigabytes(bytes) + " total, " + gigabytes(Runtime.getRuntime().maxMemory()) + " for Java";
    }

    private static String disk() {
        try {
            long free = Files.getFileStore(Path.of("").toAbsolutePath()).getUsableSpace();
            require(free >= LITTLE_DISK, gigabytes(free) + " free here is not much");
            return gigabytes(free) + " free here";
        } catch (IOException e) {
            throw new IllegalStateException("unknown: " + FileReason.of(e), e);
        }
    }

    private static String encoders() {
        String missing = Arrays.stream(VideoCodec.values())
                .filter(codec -> !codec.available())
                .map(EnumNames::of)
                .collect(Collectors.joining(", "));
        require(missing.isEmpty(), "this FFmpeg lacks " + missing);
        return Arrays.stream(VideoCodec.values()).map(EnumNames::of).collect(Collectors.joining(", "));
    }

    private String model() {
        try (StyleTransfer transfer = machine.request().open(Placement.CPU_F32, StyleTransferOptions.defaults())) {
            transfer.modelNotes().forEach(console::warning);
            return String.join(
                            " with ",
                            machine.request().files().stream()
                                    .map(Path::toString)
                                    .toList())
                    + ", works at " + transfer.shortSide() + " pixels";
        }
    }

    private static String plugIns() {
        Map<String, String> filters = FrameFilters.installed().descriptions();
        return filters.isEmpty()
                ? "none"
                : String.join(
                        "; ",
                        filters.entrySet().stream()
                                .map(filter -> filter.getKey() + ": " + filter.getValue())
                                .toList());
    }

    private static String cache() {
        Path file = KernelPlans.ofUser().file();
        Path folder = file.getParent();
        while (folder != null && !Files.exists(folder)) {
            folder = folder.getParent();
        }
        require(
                folder != null && Files.isDirectory(folder) && Files.isWritable(folder),
                file + " cannot be written: kernels are measured in every run");
        return file.toString();
    }

    private static void require(boolean good, String otherwise) {
        if (!good) {
            throw new IllegalStateException(otherwise);
        }
    }

    private static String gigabytes(long bytes) {
        return String.format(Locale.ROOT, "%.1f GB", bytes / 1e9);
    }
}
