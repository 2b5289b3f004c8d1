package org.zvideo.video.request;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.zvideo.core.FrameConsistency;
import org.zvideo.core.Preset;
import org.zvideo.core.StyleTransferOptions;
import org.zvideo.core.diffusion.Beyond;
import org.zvideo.core.diffusion.DualPathOptions;
import org.zvideo.core.diffusion.FrameTies;
import org.zvideo.core.diffusion.StyleEdit;
import org.zvideo.core.diffusion.TimestepChoice;
import org.zvideo.core.edit.Arrangement;
import org.zvideo.core.edit.StepRange;
import org.zvideo.core.guidance.EnergyOptions;
import org.zvideo.core.guidance.Sain;

/**
 * What was chosen of the method; what was left open is decided when the preset is known.
 *
 * @param steps          denoising steps T; empty for those of the preset
 * @param coarseInterval in which interval of steps the U-Net's coarse levels are computed; empty for that of the preset
 * @param inversionInterval in which interval of steps a frame's inversion computes its noise; empty for that of the preset
 * @param timesteps      which timesteps are taken; if they are listed, they say how many steps there are
 * @param inversionSteps steps of an inversion; empty for as many as denoising steps
 * @param style          how styles are mixed in
 * @param ties           what holds the frames of a shot together
 * @param contentAnchor  0 to 1: how far each step is drawn back to the content
 * @param keepUnstyled   whether what no mask covers takes a path of its own without style
 * @param paper          whether what was left open is the paper's, instead of the measured default; the paper knows neither
 *                       content anchor nor kept regions nor a region's own noise
 * @param size           short side of the pictures inside the model, in pixels; empty for what the model was trained on
 * @param strength       0 to 1: how far the result is faded in over the source
 * @param contentColors  0 to 1: how far the result takes the source's colors
 * @param appearance     what is done to pictures after the model
 */
public record MethodRequest(
        OptionalInt steps,
        OptionalInt coarseInterval,
        OptionalInt inversionInterval,
        TimestepChoice timesteps,
        OptionalInt inversionSteps,
        StyleEditRequest style,
        FrameTieRequest ties,
        double contentAnchor,
        boolean keepUnstyled,
        boolean paper,
        OptionalInt size,
        double strength,
        double contentColors,
        AppearanceRequest appearance) {
    public MethodRequest {
        ties = ties.inPaper(paper);
    }

    /** Nothing chosen. */
    public static final MethodRequest DEFAULT = new MethodRequest(
            OptionalInt.empty(),
            OptionalInt.empty(),
            OptionalInt.empty(),
            TimestepChoice.MODELS,
            OptionalInt.empty(),
            StyleEditRequest.DEFAULT,
            FrameTieRequest.DEFAULT,
            0,
            true,
            false,
            OptionalInt.empty(),
            1,
            0,
            AppearanceRequest.DEFAULT);

    /** The choices that give these options, with nothing left open. */
    static MethodRequest of(
            StyleTransferOptions options, FrameConsistency temporal, FlowRequest flow, AppearanceRequest appearance) {
        DualPathOptions method = options.method();
        StyleEdit edit = method.edit();
        FrameTies ties = method.ties();
        EnergyOptions energy = ties.energy();
        return new MethodRequest(
                OptionalInt.of(method.steps()),
                OptionalInt.of(method.beyond().coarseInterval()),
                OptionalInt.of(method.beyond().inversionInterval()),
                method.beyond().timesteps(),
                method.beyond().inversionSteps(),
                new StyleEditRequest(
                        edit.arrangement(),
                        edit.arrangement() == Arrangement.ADD
                                ? OptionalDouble.of(edit.addWeight())
                                : OptionalDouble.empty(),
                        edit.layers(),
                        OptionalInt.of(edit.steps().start()),
                        OptionalInt.of(edit.steps().end()),
                        edit.sain().mode()),
                new FrameTieRequest(
                        temporal,
                        FrameTieRequest.attends(temporal, flow) ? Optional.of(ties.attend()) : Optional.empty(),
                        FrameTieRequest.attends(temporal, flow) ? Optional.of(ties.balance()) : Optional.empty(),
                        FrameTieRequest.pulls(temporal, flow)
                                ? new EnergyRequest(
                                        OptionalDouble.of(energy.weight()),
                                        Optional.of(energy.gradient()),
                                        Optional.of(energy.form()),
                                        Optional.of(energy.steps()),
                                        OptionalDouble.of(energy.reach()))
                                : EnergyRequest.DEFAULT,
                        flow),
                method.beyond().contentAnchor(),
                method.beyond().keepUnstyled(),
                false,
                options.shortSide(),
                options.strength(),
                options.contentColors(),
                appearance);
    }

    /** The same with the number of steps left open, of the inversion too. */
    public MethodRequest withStepsOpen() {
        return new MethodRequest(
                OptionalInt.empty(),
                coarseInterval,
                inversionInterval,
                new TimestepChoice(timesteps.spacing(), List.of()),
                OptionalInt.empty(),
                style,
                ties,
                contentAnchor,
                keepUnstyled,
                paper,
                size,
                strength,
                contentColors,
                appearance);
    }

    /** The same with other numbers of steps and of pixels on the short side inside the model. */
    public MethodRequest withSteps(OptionalInt otherSteps, OptionalInt otherSize) {
        return new MethodRequest(
                otherSteps,
                coarseInterval,
                inversionInterval,
                timesteps,
                inversionSteps,
                style,
                ties,
                contentAnchor,
                keepUnstyled,
                paper,
                otherSize,
                strength,
                contentColors,
                appearance);
    }

    /** The same with an inversion that computes its noise in every step. */
    public MethodRequest withExactInversion() {
        return new MethodRequest(
                steps,
                coarseInterval,
                OptionalInt.of(1),
                timesteps,
                inversionSteps,
                style,
                ties,
                contentAnchor,
                keepUnstyled,
                paper,
                size,
                strength,
                contentColors,
                appearance);
    }

    /** The same with another choice of whether what no mask covers takes a path of its own. */
    public MethodRequest keepingUnstyled(boolean keep) {
        return new MethodRequest(
                steps,
                coarseInterval,
                inversionInterval,
                timesteps,
                inversionSteps,
                style,
                ties,
                contentAnchor,
                keep,
                paper,
                size,
                strength,
                contentColors,
                appearance);
    }

    /** The same with other choices of what is done along the motion of the source. */
    public MethodRequest withFlow(FlowRequest flow) {
        return new MethodRequest(
                steps,
                coarseInterval,
                inversionInterval,
                timesteps,
                inversionSteps,
                style,
                new FrameTieRequest(ties.temporal(), ties.attend(), ties.attendBalance(), ties.energy(), flow),
                contentAnchor,
                keepUnstyled,
                paper,
                size,
                strength,
                contentColors,
                appearance);
    }

    /** The same with other choices of what is done after the model. */
    public MethodRequest withAfterModel(AppearanceRequest otherAppearance, double otherStrength, double otherColors) {
        return new MethodRequest(
                steps,
                coarseInterval,
                inversionInterval,
                timesteps,
                inversionSteps,
                style,
                ties,
                contentAnchor,
                keepUnstyled,
                paper,
                size,
                otherStrength,
                otherColors,
                otherAppearance);
    }

    /**
     * The options with which the model runs.
     *
     * @param preset         its steps and intervals count where none were chosen
     * @param sainScope      where the noise is adjusted if there are masks
     * @param clipped        told of each range of steps that does not fit into T
     * @throws IllegalArgumentException for a range of steps that ends before it starts
     */
    public StyleTransferOptions resolved(Preset preset, Sain.Scope sainScope, Consumer<String> clipped) {
        return resolved(preset.steps(), preset.coarseInterval(), preset.inversionInterval(), sainScope, clipped);
    }

    /**
     * The same for other values than those of a preset.
     *
     * @param presetSteps     denoising steps where none were chosen
     * @param presetCoarse    interval of the coarse levels where none was chosen
     * @param presetInversion interval of the inversion where none was chosen
     */
    public StyleTransferOptions resolved(
            int presetSteps, int presetCoarse, int presetInversion, Sain.Scope sainScope, Consumer<String> clipped) {
        int total = steps.orElse(
                timesteps.listed().isEmpty() ? presetSteps : timesteps.listed().size());
        if (total < 1) {
            throw new IllegalArgumentException("steps " + total + ": expected 1 or more");
        }
        DualPathOptions standard = paper
                ? StyleTransferOptions.paperMethod(total)
                : StyleTransferOptions.methodDefaults(total, ties.temporal());
        return new StyleTransferOptions(
                new DualPathOptions(
                        total,
                        edit(total, standard.edit(), sainScope, clipped),
                        ties(total, standard.ties(), clipped),
                        new Beyond(
                                paper ? standard.beyond().contentAnchor() : contentAnchor,
                                paper ? standard.beyond().keepUnstyled() : keepUnstyled,
                                coarseInterval.orElse(presetCoarse),
                                inversionInterval.orElse(presetInversion),
                                timesteps,
                                inversionSteps)),
                size,
                strength,
                contentColors);
    }

    private StyleEdit edit(int total, StyleEdit standard, Sain.Scope scope, Consumer<String> clipped) {
        return new StyleEdit(
                style.arrangement(),
                style.addWeight().orElse(standard.addWeight()),
                style.layers(),
                styleSteps(total, standard.steps(), clipped),
                new Sain(style.sain(), paper ? standard.sain().scope() : scope));
    }

    private FrameTies ties(int total, FrameTies ofMode, Consumer<String> clipped) {
        boolean toAnchor = ties.temporal() == FrameConsistency.FLOW && ties.attends();
        FrameTies standard = toAnchor ? StyleTransferOptions.anchorTies() : ofMode;
        return new FrameTies(
                ties.attend().orElse(standard.attend()),
                ties.attendBalance().orElse(standard.balance()),
                energy(total, standard.energy(), clipped),
                standard.heldNoise(),
                standard.runaway());
    }

    private StepRange styleSteps(int total, StepRange standard, Consumer<String> clipped) {
        int end = style.endStep().orElse(Math.max(total, style.firstStep().orElse(0)));
        int first = style.firstStep()
                .orElse(Math.min(standard.start(), style.endStep().orElse(total)));
        return clip("style steps", total, first, end, clipped);
    }

    private EnergyOptions energy(int total, EnergyOptions ofMode, Consumer<String> clipped) {
        if (!ties.pulls()) {
            return ofMode;
        }
        EnergyOptions standard = ties.temporal() == FrameConsistency.FLOW
                ? StyleTransferOptions.methodDefaults(total, FrameConsistency.FULL)
                        .ties()
                        .energy()
                : ofMode;
        StepRange chosen = ties.energy()
                .steps()
                .map(range -> clip("energy steps", total, range.start(), range.end(), clipped))
                .orElse(standard.steps());
        return ties.energy().over(standard, chosen);
    }

    private static StepRange clip(String what, int total, int first, int end, Consumer<String> clipped) {
        if (first > total || end > total) {
            clipped.accept(what + ": clipped to the " + total + " steps of this run");
        }
        if (first < 0 || first > end) {
            throw new IllegalArgumentException(
                    what + " " + first + " to " + end + ": expected 0 or more, and an end not before the start");
        }
        return new StepRange(Math.min(first, total), Math.min(end, total));
    }
}
