package org.zvideo.cli.option;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Consumer;
import org.zvideo.core.FrameConsistency;
import org.zvideo.core.StyleTransferOptions;
import org.zvideo.core.edit.InterFrameAttention.Source;
import org.zvideo.core.edit.StepRange;
import org.zvideo.core.guidance.EnergyOptions;
import org.zvideo.video.request.EnergyRequest;
import org.zvideo.video.request.FlowPart;
import org.zvideo.video.request.FlowRequest;
import org.zvideo.video.request.FrameTieRequest;
import picocli.CommandLine.Option;

/** The options of the method for videos: those of a single frame, and what holds frames together. */
public final class MethodArguments extends FrameMethodArguments {
    @Option(
            names = "--temporal",
            paramLabel = "MODE",
            defaultValue = "flow",
            description =
                    "What holds frames together: flow (tone is carried along the motion, light follows the film's), none,"
                            + " attention, full (the paper's attention with a bounded pull), paper (its attention and energy,"
                            + " literally) (default ${DEFAULT-VALUE}).")
    private FrameConsistency temporal;

    @Option(
            names = "--attend",
            paramLabel = "LIST",
            split = ",",
            description = "Frames to attend to: first, previous, self (default first,previous).")
    List<Source> attend;

    @Option(
            names = "--attend-balance",
            negatable = true,
            fallbackValue = "true",
            description = "Keep several content frames from outweighing the style (default on).")
    Boolean attendBalance;

    @Option(
            names = "--flow-parts",
            paramLabel = "LIST",
            split = ",",
            description =
                    "What --temporal flow does: attention, carry, light, long-range, energy (default carry,light).")
    List<FlowPart> flowParts;

    @Option(
            names = "--energy-weight",
            paramLabel = "W",
            description = "Pull toward the previous frame: more is steadier, and blurs in the end (default 0.05).")
    Double energyWeight;

    @Option(
            names = "--energy-gradient",
            paramLabel = "NAME",
            description = "Gradient of the energy: none, x0 (fast) or unet (the paper's) (default x0).")
    EnergyOptions.Gradient energyGradient;

    @Option(
            names = "--energy-form",
            paramLabel = "NAME",
            description = "Form of the energy: mse, or norm (the paper's) (default mse).")
    EnergyOptions.Form energyForm;

    @Option(
            names = "--energy-steps",
            paramLabel = "A-B",
            converter = RangeConverter.Steps.class,
            description = "Steps with energy, from A to before B (default 0 to 5T/6).")
    StepRange energySteps;

    @Option(
            names = "--energy-reach",
            paramLabel = "R",
            description = "Cap on each pull, as a fraction of the distance to the previous frame (default 12/T "
                    + "times the weight).")
    Double energyReach;

    /** What connects frames. */
    public FrameConsistency temporal() {
        return paper ? FrameConsistency.PAPER : temporal;
    }

    /** What connects frames, looked at for what its user may not expect. */
    public TieCheck ties() {
        return new TieCheck(request().ties(), options(warning -> {}).method().ties());
    }

    @Override
    FrameTieRequest tieRequest() {
        boolean attends = FrameTieRequest.attends(temporal(), flow());
        return new FrameTieRequest(
                temporal(),
                attends ? Optional.ofNullable(attend) : Optional.empty(),
                attends ? Optional.ofNullable(attendBalance) : Optional.empty(),
                FrameTieRequest.pulls(temporal(), flow()) ? energy() : EnergyRequest.DEFAULT,
                flow());
    }

    private FlowRequest flow() {
        FlowRequest usual = FlowRequest.DEFAULT;
        return flowParts == null || temporal() != FrameConsistency.FLOW
                ? usual
                : new FlowRequest(Set.copyOf(flowParts), usual.carry(), usual.carryDetail(), usual.carryWidth());
    }

    private EnergyRequest energy() {
        return new EnergyRequest(
                optional(energyWeight),
                Optional.ofNullable(energyGradient),
                Optional.ofNullable(energyForm),
                Optional.ofNullable(energySteps),
                optional(energyReach));
    }

    private static OptionalDouble optional(Double value) {
        return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
    }

    /** The options of studies whose rows all have something that ties frames together, unless they say otherwise. */
    public StyleTransferOptions tiedOptions(Consumer<String> warning) {
        if (!paper) {
            temporal = FrameConsistency.FULL;
        }
        return options(warning);
    }
}
