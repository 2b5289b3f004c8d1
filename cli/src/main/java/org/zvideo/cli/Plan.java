package org.zvideo.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.zvideo.core.Preset;
import org.zvideo.core.StyleTransfer;
import org.zvideo.core.diffusion.DualPathOptions;
import org.zvideo.core.guidance.Sain;
import org.zvideo.core.image.RgbImage;
import org.zvideo.video.Clip;
import org.zvideo.video.picture.StillImage;
import org.zvideo.video.plan.WorkPlan;
import org.zvideo.video.stage.Masks;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command {@code zvideo plan}. */
@Command(
        name = "plan",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        usageHelpAutoWidth = true,
        description = "Tells how long a video will take with each preset, and how much memory and disk, after measuring"
                + " two of its frames. Nothing is written.")
final class Plan implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "IN", description = "The video.")
    private Path input;

    @Option(
            names = {"-s", "--style"},
            required = true,
            paramLabel = "ART",
            converter = StyleArgument.Converter.class,
            description = "The style picture; repeatable.")
    private List<StyleArgument> styles;

    @Option(
            names = "--from",
            paramLabel = "TIME",
            converter = TimeConverter.class,
            defaultValue = "0",
            description = "Begin at this time: seconds, M:SS or H:MM:SS.")
    private double from;

    @Option(names = "--frames", paramLabel = "N", description = "At most so many frames.")
    private Long frames;

    @Option(
            names = "--every",
            paramLabel = "K",
            description = "As of a run; with --steps, --deep-every or this there is a" + " line for what was given.")
    private Integer every;

    @ArgGroup(validate = false, heading = "%nMethod:%n")
    private MethodArguments method = new MethodArguments();

    @ArgGroup(validate = false, heading = "%nModel and machine:%n")
    private MachineArguments machine = new MachineArguments();

    @ArgGroup(validate = false)
    private InputArguments reading = new InputArguments();

    @Mixin
    private final Console console;

    Plan(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        console.configureLogging();
        RgbImage style = styles.stream()
                .map(one -> StillImage.readStyle(one.file()))
                .toList()
                .get(0);
        DualPathOptions chosen = method.options(console::warn).method();
        machine.applyThreads(machine.schedule());
        Estimates.VideoPart video = Estimates.VideoPart.of(input, Clip.of(from, frames), reading.options());
        try (StyleTransfer transfer = machine.open(method.options(warning -> {}))) {
            Estimates estimates = Estimates.of(
                    transfer,
                    (steps, deep) -> method.options(steps, deep, Sain.Scope.REGION, warning -> {}),
                    style,
                    styles.size(),
                    Masks.NONE,
                    video,
                    machine,
                    console);
            console.result(String.format(
                    Locale.ROOT,
                    "%d frames%n%-10s %6s %6s %10s %9s %9s %13s %9s",
                    estimates.frames(),
                    "preset",
                    "steps",
                    "every",
                    "time",
                    "memory",
                    "disk",
                    "units/frame",
                    "TFLOP"));
            for (Preset preset : Preset.values()) {
                print(OptionNames.name(preset), estimates.plan(preset));
            }
            if (every != null || method.refined()) {
                print(
                        "as given",
                        estimates
                                .measured()
                                .plan(
                                        estimates.frames(),
                                        chosen.steps(),
                                        every == null ? method.preset.every() : every,
                                        chosen.deepInterval()));
            }
        }
        return ExitCode.OK.status();
    }

    private void print(String name, WorkPlan plan) {
        console.result(String.format(
                Locale.ROOT,
                "%-10s %6d %6d %10s %9s %9s %13.1f %9.1f",
                name,
                plan.steps(),
                plan.every(),
                Progress.clock(plan.seconds()),
                plan.memory() == 0 ? "?" : String.format(Locale.ROOT, "%.1f GB", plan.memory() / 1e9),
                String.format(Locale.ROOT, "%.1f MB", plan.disk() / 1e6),
                plan.units(),
                plan.flops() / 1e12));
    }
}
