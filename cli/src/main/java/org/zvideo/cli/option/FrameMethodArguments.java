package org.zvideo.cli.option;

import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.zvideo.core.Preset;
import org.zvideo.core.StyleTransferOptions;
import org.zvideo.core.diffusion.TimestepChoice;
import org.zvideo.core.edit.Arrangement;
import org.zvideo.core.edit.LayerRange;
import org.zvideo.core.error.Usage;
import org.zvideo.core.guidance.Sain;
import org.zvideo.video.request.AppearanceRequest;
import org.zvideo.video.request.FrameTieRequest;
import org.zvideo.video.request.MethodRequest;
import org.zvideo.video.request.StyleEditRequest;
import picocli.CommandLine.Option;

/**
 * The options of the method that change a single frame; one that is not given has the measured default, or with
 * {@code --paper} the paper's value.
 */
public class FrameMethodArguments {
    @Option(
            names = "--preset",
            paramLabel = "NAME",
            defaultValue = "quality",
            description =
                    "quality, balanced or draft, or a file: sets --steps, --every, --coarse-every and --inversion-every unless "
                            + "you give them (default ${DEFAULT-VALUE}).")
    public Preset preset;

    @Option(
            names = "--paper",
            description = "The Z-STAR+ paper's method, literally: its energy with the gradient through the U-Net in"
                    + " every step, unbounded and unbalanced. Slow, and unstable on small models; takes --steps, --lambda,"
                    + " --size, --energy-weight (default 0.01) and --energy-steps (default all).")
    boolean paper;

    @Option(
            names = "--steps",
            paramLabel = "N",
            description = "Denoising steps T. Fewer are faster and coarser (default 30, in draft 25).")
    private Integer givenSteps;

    @Option(
            names = "--coarse-every",
            paramLabel = "K",
            description = "Compute the coarse levels of the U-Net in every K-th step only (default 1, 2 or 3, "
                    + "depending on the preset).")
    private Integer coarseInterval;

    @Option(
            names = "--inversion-every",
            paramLabel = "N",
            description =
                    "Compute the noise of a frame's inversion in every N-th step only, from the third on (default 1, "
                            + "in balanced and draft 2).")
    private Integer inversionInterval;

    @Option(
            names = "--timesteps",
            paramLabel = "WAY|LIST",
            converter = TimestepsConverter.class,
            description =
                    "Timesteps of the steps: leading, trailing, or a falling list like 999,749,499,249, which sets"
                            + " --steps too (default what the model's scheduler says, or leading).")
    private TimestepChoice timesteps;

    @Option(
            names = "--inversion-steps",
            paramLabel = "N",
            description =
                    "Steps of each inversion, on a grid that contains the timesteps: at least --steps, for weights made"
                            + " for few steps (default as many as --steps).")
    private Integer inversionSteps;

    @Option(
            names = "--lambda",
            paramLabel = "L",
            defaultValue = "" + StyleTransferOptions.LAMBDA,
            description =
                    "Weight of the style in the attention: more style, less content (default " + "${DEFAULT-VALUE}).")
    public double lambda;

    @Option(
            names = "--arrangement",
            paramLabel = "NAME",
            defaultValue = "reweight",
            description = "How the style joins the attention: reweight, style-cross, add, none (default "
                    + "${DEFAULT-VALUE}).")
    public Arrangement arrangement;

    @Option(
            names = "--add-weight",
            paramLabel = "W",
            defaultValue = "0.5",
            description = "Weight of the style with --arrangement add, 0 to 1 (default ${DEFAULT-VALUE}).")
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

    @Option(names = "--end-step", paramLabel = "N", description = "First step without style after that (default T).")
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
            description = "Pull each step back toward the content by this fraction; Z* uses 0.01 (default "
                    + "${DEFAULT-VALUE}).")
    double contentAnchor;

    @Option(
            names = "--size",
            paramLabel = "N",
            description = "Short side inside the model (default what the model was trained on).")
    Integer size;

    /** Whether the user said something that presets say otherwise. */
    public boolean refined() {
        return givenSteps != null
                || listsTimesteps()
                || inversionSteps != null
                || coarseInterval != null
                || inversionInterval != null;
    }

    /** Whether the timesteps are listed, which sets the number of steps too. */
    public boolean listsTimesteps() {
        return timesteps != null && !timesteps.listed().isEmpty();
    }

    /** What was chosen, with what is done to pictures after the model. */
    public final MethodRequest request(AppearanceArguments after) {
        return Usage.checked(() -> after.over(request()));
    }

    /**
     * What was chosen, with the usual appearance. Values from a preset file that have no effect here are left out, as the
     * command line counts more.
     */
    public final MethodRequest request() {
        return Usage.checked(() -> new MethodRequest(
                optional(givenSteps),
                optional(coarseInterval),
                optional(inversionInterval),
                timesteps == null ? TimestepChoice.MODELS : timesteps,
                optional(inversionSteps),
                new StyleEditRequest(
                        arrangement,
                        arrangement == Arrangement.ADD ? OptionalDouble.of(addWeight) : OptionalDouble.empty(),
                        layers,
                        optional(startStep),
                        optional(endStep),
                        sain),
                tieRequest(),
                contentAnchor,
                MethodRequest.DEFAULT.keepUnstyled(),
                paper,
                optional(size),
                MethodRequest.DEFAULT.strength(),
                MethodRequest.DEFAULT.contentColors(),
                AppearanceRequest.standard(paper)));
    }

    /** What holds frames together, of which nothing is chosen here: one frame has no other. */
    FrameTieRequest tieRequest() {
        return FrameTieRequest.DEFAULT;
    }

    private static OptionalInt optional(Integer value) {
        return value == null ? OptionalInt.empty() : OptionalInt.of(value);
    }

    /** The options as the core takes them, with those of what is done after the model. */
    public final StyleTransferOptions options(AppearanceArguments after, Consumer<String> warning) {
        return resolved(request(after), warning);
    }

    /** The options as the core takes them, without masks; what had to be clipped is reported. */
    public final StyleTransferOptions options(Consumer<String> warning) {
        return resolved(request(), warning);
    }

    /** Whether the paper's method was chosen. */
    public final boolean isPaper() {
        return paper;
    }

    private StyleTransferOptions resolved(MethodRequest request, Consumer<String> warning) {
        return Usage.checked(() -> request.resolved(preset, Sain.Scope.REGION, warning));
    }
}
