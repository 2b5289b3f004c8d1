package org.zvideo.cli.command;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.zvideo.cli.option.ClipArguments;
import org.zvideo.cli.option.FilmAppearanceArguments;
import org.zvideo.cli.option.GivenOptions;
import org.zvideo.cli.option.MachineArguments;
import org.zvideo.cli.option.MethodArguments;
import org.zvideo.cli.option.MotionArguments;
import org.zvideo.cli.option.StyleArgument;
import org.zvideo.cli.option.StyleChoice;
import org.zvideo.cli.option.StyleTimeArguments;
import org.zvideo.cli.terminal.Console;
import org.zvideo.cli.terminal.ExitCode;
import org.zvideo.cli.terminal.Progress;
import org.zvideo.core.Preset;
import org.zvideo.core.StyleTransfer;
import org.zvideo.core.StyleTransferOptions;
import org.zvideo.core.guidance.Sain;
import org.zvideo.core.image.RgbImage;
import org.zvideo.video.job.PlannedAppearance;
import org.zvideo.video.job.Work;
import org.zvideo.video.picture.StillImage;
import org.zvideo.video.plan.Durations;
import org.zvideo.video.plan.Estimates;
import org.zvideo.video.plan.Planner;
import org.zvideo.video.plan.StyleCount;
import org.zvideo.video.plan.WorkPlan;
import org.zvideo.video.request.EnumNames;
import org.zvideo.video.request.Machine;
import org.zvideo.video.request.MethodRequest;
import org.zvideo.video.request.MotionRequest;
import org.zvideo.video.stage.Masks;
import org.zvideo.video.stage.Schedule;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code zvideo plan}. */
@Command(
        name = "plan",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        usageHelpAutoWidth = true,
        description = "Estimates how long a video will take with each preset, and how much memory and disk, "
                + "after timing two of its frames; with -v how much work, too. Writes nothing.")
final class Plan implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "IN", description = "The video.")
    private Path input;

    @Option(
            names = {"-s", "--style"},
            required = true,
            paramLabel = "ART",
            converter = StyleArgument.Converter.class,
            description = "The style picture; repeatable.")
    private List<StyleArgument> styles;

    @ArgGroup(validate = false, heading = "%nStyle over time:%n")
    private StyleTimeArguments styleTimes = new StyleTimeArguments();

    @Option(
            names = "--every",
            paramLabel = "K",
            description =
                    "Same as for a run. With --steps, --timesteps, --coarse-every, --inversion-every, --inversion-steps or this option, a line shows the given "
                            + "settings.")
    private Integer every;

    @ArgGroup(validate = false, heading = "%nMethod:%n")
    private MethodArguments method = new MethodArguments();

    @ArgGroup(validate = false, heading = "%nAppearance:%n")
    private FilmAppearanceArguments appearance = new FilmAppearanceArguments();

    @ArgGroup(validate = false, heading = "%nMotion module:%n")
    private MotionArguments motion = new MotionArguments();

    @ArgGroup(validate = false, heading = "%nModel and machine:%n")
    private MachineArguments machine = new MachineArguments();

    @ArgGroup(validate = false, heading = "%nInput:%n")
    private ClipArguments reading = new ClipArguments();

    @Mixin
    private final Console console;

    Plan(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        console.configureLogging();
        new GivenOptions(spec.commandLine().getParseResult()).requirePartner("--style-fade");
        StyleChoice asked = styleTimes.after(styles, method.lambda);
        RgbImage style = asked.styles().stream()
                .map(one -> StillImage.readStyle(one.file()))
                .toList()
                .get(0);
        StyleTransferOptions chosen = method.options(appearance, console::warning);
        Machine requested = motion.over(machine.request());
        Schedule schedule = requested.schedule().applied();
        Estimates.VideoPart video = Estimates.VideoPart.of(input, reading.clip(), reading.options());
        MethodRequest open = method.request(appearance).withStepsOpen();
        try (StyleTransfer transfer = requested.open(requested.placement(), chosen)) {
            transfer.modelNotes().forEach(console::warning);
            Estimates estimates;
            try (Progress progress = console.starts(Work.MEASURING)) {
                Planner planner = new Planner(
                        transfer,
                        (steps, coarse, inversion) ->
                                open.resolved(steps, coarse, inversion, Sain.Scope.REGION, warning -> {}),
                        new PlannedAppearance(open.appearance(), transfer, style),
                        style,
                        StyleCount.of(asked.schedule(), asked.styles().size()),
                        Masks.NONE,
                        schedule,
                        requested.motion().map(MotionRequest::windows),
                        requested::storage,
                        console.observer(progress));
                estimates = Estimates.of(planner, video);
            }
            console.result(estimates.frames() + " frames");
            console.result(String.format(
                            Locale.ROOT,
                            "%-10s %6s %6s %10s %9s %9s",
                            "preset",
                            "steps",
                            "every",
                            "time",
                            "memory",
                            "disk")
                    + (console.verbose() ? String.format(Locale.ROOT, " %13s %9s", "units/frame", "TFLOP") : ""));
            for (Preset preset : Preset.values()) {
                print(EnumNames.of(preset), estimates.plan(preset));
            }
            if (every != null || method.refined()) {
                print(
                        "as given",
                        estimates
                                .measured()
                                .plan(estimates.frames(), chosen, every == null ? method.preset.every() : every));
            }
        }
        return ExitCode.OK.status();
    }

    private void print(String name, WorkPlan plan) {
        console.result(String.format(
                        Locale.ROOT,
                        "%-10s %6d %6d %10s %9s %9s",
                        name,
                        plan.steps(),
                        plan.every(),
                        Durations.clock(plan.seconds()),
                        plan.memory() == 0 ? "?" : String.format(Locale.ROOT, "%.1f GB", plan.memory() / 1e9),
                        String.format(Locale.ROOT, "%.1f MB", plan.disk() / 1e6))
                + (console.verbose()
                        ? String.format(Locale.ROOT, " %13.1f %9.1f", plan.units(), plan.flops() / 1e12)
                        : ""));
    }
}
