package org.zvideo.cli.option;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.zvideo.core.FrameConsistency;
import org.zvideo.core.Preset;
import org.zvideo.core.StyleTransferOptions;
import org.zvideo.core.edit.Arrangement;
import org.zvideo.core.edit.InterFrameAttention.Source;
import org.zvideo.core.edit.LayerRange;
import org.zvideo.core.edit.StepRange;
import org.zvideo.core.guidance.EnergyOptions;
import org.zvideo.core.guidance.Sain;
import org.zvideo.video.request.EnergyRequest;
import org.zvideo.video.request.FrameTieRequest;
import org.zvideo.video.request.MethodRequest;
import org.zvideo.video.request.StyleEditRequest;
import picocli.CommandLine.Option;

/** The options of the method; one that is not given has the measured default, or with {@code --paper} the paper's value. */
public final class MethodArguments {
    @Option(
            names = "--preset",
            paramLabel = "NAME",
            defaultValue = "quality",
            description =
                    "quality, balanced or draft: sets --steps, --every and --coarse-every where they are not given"
                            + " (default ${DEFAULT-VALUE}).")
    public Preset preset;

    @Option(
            names = "--paper",
            description = "The Z-STAR+ paper's method, literally: its energy with the gradient through the U-Net in"
                    + " every step, unbounded and unbalanced. Slow, and unstable on small models; takes --steps, --lambda,"
                    + " --size, --energy-weight (default 0.01) and --energy-steps (default all).")
    private boolean paper;

    @Option(
            names = "--steps",
            paramLabel = "N",
            description = "Denoising steps T; fewer are faster and coarser (default 30, in draft 25).")
    private Integer givenSteps;

    @Option(
            names = "--coarse-every",
            paramLabel = "K",
            description = "Compute the coarse levels of the U-Net in every K-th step only (default 1, 2 or 3 by"
                    + " the preset).")
    private Integer coarseInterval;

    @Option(
            names = "--lambda",
            paramLabel = "L",
            defaultValue = "" + StyleTransferOptions.LAMBDA,
            description =
                    "Weight of the style's attention; more is more style, less content (default ${DEFAULT-VALUE}).")
    public double lambda;

    @Option(
            names = "--strength",
            paramLabel = "S",
            defaultValue = "1",
            description = "How far the result is faded in over the source, 0 to 1 (default ${DEFAULT-VALUE}).")
    double strength;

    @Option(
            names = "--color",
            paramLabel = "NAME|C",
            defaultValue = "style",
            converter = ColorConverter.class,
            description =
                    "Whose colors: style, content, or the content's share from 0 to 1 (default ${DEFAULT-VALUE}).")
    double color;

    @Option(
            names = "--arrangement",
            paramLabel = "NAME",
            defaultValue = "reweight",
            description = "How style joins in: reweight, style-cross, add, none (default ${DEFAULT-VALUE}).")
    public Arrangement arrangement;

    @Option(
            names = "--add-weight",
            paramLabel = "W",
            defaultValue = "0.5",
            description = "Weight of the style in the arrangement add, 0 to 1 (default ${DEFAULT-VALUE}).")
    double addWeight;

    @Option(
            names = "--layers",
            paramLabel = "A-B",
            defaultValue = "10-15",
            converter = RangeConverter.Layers.class,
            description = "Edited self-attention layers, both included (default ${DEFAULT-VALUE}).")
    LayerRange layers;

    @Option(names = "--start-step", paramLabel = "N", description = "First step with style (default T/6).")
    Integer startStep;

    @Option(names = "--end-step", paramLabel = "N", description = "First step without style again (default T).")
    Integer endStep;

    @Option(
            names = "--sain",
            paramLabel = "MODE",
            defaultValue = "sain",
            description = "Noise adjustment: sain, mean, none, or paper-sign, the sign that the paper prints (default"
                    + " ${DEFAULT-VALUE}).")
    Sain.Mode sain;

    @Option(
            names = "--content-anchor",
            paramLabel = "A",
            defaultValue = "0",
            description = "Draw each step back to the content by this share; Z* has 0.01 (default ${DEFAULT-VALUE}).")
    double contentAnchor;

    @Option(
            names = "--temporal",
            paramLabel = "MODE",
            defaultValue = "full",
            description = "What holds frames together: none, attention, full (default ${DEFAULT-VALUE}).")
    public FrameConsistency temporal;

    @Option(
            names = "--attend",
            paramLabel = "LIST",
            split = ",",
            description = "Frames that are attended to: first, previous, self (default first,previous).")
    List<Source> attend;

    @Option(
            names = "--attend-balance",
            negatable = true,
            fallbackValue = "true",
            description = "Keep several content blocks from outweighing the style (default on).")
    Boolean attendBalance;

    @Option(
            names = "--energy-weight",
            paramLabel = "W",
            description = "Pull toward the previous frame; more is steadier and blurs in the end (default 0.05).")
    Double energyWeight;

    @Option(
            names = "--energy-gradient",
            paramLabel = "NAME",
            description = "none, x0 (fast) or unet (the paper's) (default x0).")
    EnergyOptions.Gradient energyGradient;

    @Option(names = "--energy-form", paramLabel = "NAME", description = "mse, or norm (the paper's) (default mse).")
    EnergyOptions.Form energyForm;

    @Option(
            names = "--energy-steps",
            paramLabel = "A-B",
            converter = RangeConverter.Steps.class,
            description = "From step A to before step B (default 0 to 5T/6).")
    StepRange energySteps;

    @Option(
            names = "--energy-reach",
            paramLabel = "R",
            description = "Longest step, as a share of the way to the previous frame (default 12/T times the weight;"
                    + " it then decides, and both forms give the same).")
    Double energyReach;

    @Option(
            names = "--keep-unstyled",
            negatable = true,
            defaultValue = "true",
            fallbackValue = "true",
            description = "With masks: what belongs to no style takes a third path through the model, without style"
                    + " (default on; without it, a third of the work is saved and some style leaks).")
    private boolean keepUnstyled;

    @Option(
            names = "--size",
            paramLabel = "N",
            description = "Short side inside the model (default what it was trained on).")
    Integer size;

    /** Whether the user said something that presets say otherwise. */
    public boolean refined() {
        return givenSteps != null || coarseInterval != null;
    }

    /** What was chosen. Values from a preset file that have no effect here are left out, as the command line counts more. */
    public MethodRequest request() {
        return new MethodRequest(
                optional(givenSteps),
                optional(coarseInterval),
                new StyleEditRequest(
                        arrangement,
                        arrangement == Arrangement.ADD ? OptionalDouble.of(addWeight) : OptionalDouble.empty(),
                        layers,
                        optional(startStep),
                        optional(endStep),
                        sain),
                new FrameTieRequest(
                        temporal,
                        temporal == FrameConsistency.NONE ? Optional.empty() : Optional.ofNullable(attend),
                        temporal == FrameConsistency.NONE ? Optional.empty() : Optional.ofNullable(attendBalance),
                        temporal == FrameConsistency.FULL ? energy() : EnergyRequest.DEFAULT),
                contentAnchor,
                keepUnstyled,
                paper,
                optional(size),
                strength,
                color);
    }

    private EnergyRequest energy() {
        return new EnergyRequest(
                optional(energyWeight),
                Optional.ofNullable(energyGradient),
                Optional.ofNullable(energyForm),
                Optional.ofNullable(energySteps),
                optional(energyReach));
    }

    private static OptionalInt optional(Integer value) {
        return value == null ? OptionalInt.empty() : OptionalInt.of(value);
    }

    private static OptionalDouble optional(Double value) {
        return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
    }

    /** The options as the core takes them, without masks; what had to be clipped is reported. */
    public StyleTransferOptions options(Consumer<String> warning) {
        return request().resolved(preset.steps(), preset.coarseInterval(), Sain.Scope.REGION, warning);
    }
}
