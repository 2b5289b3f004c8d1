package org.zvideo.core;

import java.util.List;
import java.util.OptionalInt;
import org.zvideo.core.diffusion.Beyond;
import org.zvideo.core.diffusion.DualPathOptions;
import org.zvideo.core.diffusion.FrameTies;
import org.zvideo.core.diffusion.MemorySaving;
import org.zvideo.core.diffusion.StyleEdit;
import org.zvideo.core.edit.Arrangement;
import org.zvideo.core.edit.InterFrameAttention.Source;
import org.zvideo.core.edit.LayerRange;
import org.zvideo.core.edit.StepRange;
import org.zvideo.core.guidance.EnergyOptions;
import org.zvideo.core.guidance.Sain;

/**
 * What a style transfer is asked to do. {@link #defaults()} are zvideo's own settings, chosen by measurement; {@link
 * #paper()} are those of the Z-STAR+ paper.
 *
 * @param method        the method's settings
 * @param shortSide     short side of the pictures inside the model, in pixels; empty for the size the model was trained on
 * @param strength      how far the result is blended in over the frame, 0 to 1: 1 is the result alone, as in the paper,
 *                      and 0 is the frame
 * @param contentColors how far the result takes the frame's own colors, 0 to 1: its lightness stays the style's. It uses
 *                      nothing but this frame, so it adds no flicker; 0 leaves the style's colors, as in the paper
 * @param memory        how memory is saved
 */
public record StyleTransferOptions(
        DualPathOptions method, OptionalInt shortSide, double strength, double contentColors, MemorySaving memory) {
    /** λ of a style that is given none: the paper's (V-E). */
    public static final double LAMBDA = 1.2;
    /** The number of denoising steps T: the paper's (V-A). */
    public static final int STEPS = 30;
    /** Weight w₀ of the energy in {@link #paper()}; the paper leaves it open, METHOD.md §7 began with this one. */
    public static final double PAPER_ENERGY_WEIGHT = 0.01;

    private static final List<Source> FIRST_AND_PREVIOUS = List.of(Source.FIRST, Source.PREVIOUS);
    private static final int SMALLEST_SIDE = 64;
    private static final int LARGEST_SIDE = 4096;

    public StyleTransferOptions {
        if (shortSide.isPresent() && (shortSide.getAsInt() < SMALLEST_SIDE || shortSide.getAsInt() > LARGEST_SIDE)) {
            throw new IllegalArgumentException(
                    "size " + shortSide.getAsInt() + ": expected " + SMALLEST_SIDE + " to " + LARGEST_SIDE);
        }
        if (!(strength >= 0 && strength <= 1)) {
            throw new IllegalArgumentException("strength " + strength + ": expected 0 to 1");
        }
        if (!(contentColors >= 0 && contentColors <= 1)) {
            throw new IllegalArgumentException("content colors " + contentColors + ": expected 0 to 1");
        }
    }

    /** At full strength, with the style's colors. */
    public StyleTransferOptions(DualPathOptions method, OptionalInt shortSide) {
        this(method, shortSide, 1, 0);
    }

    /** With memory enough. */
    public StyleTransferOptions(DualPathOptions method, OptionalInt shortSide, double strength, double contentColors) {
        this(method, shortSide, strength, contentColors, MemorySaving.NONE);
    }

    public StyleTransferOptions withMethod(DualPathOptions other) {
        return new StyleTransferOptions(other, shortSide, strength, contentColors, memory);
    }

    public StyleTransferOptions withStrength(double other) {
        return new StyleTransferOptions(method, shortSide, other, contentColors, memory);
    }

    public StyleTransferOptions withMemory(MemorySaving other) {
        return new StyleTransferOptions(method, shortSide, strength, contentColors, other);
    }

    /** Whether the method needs the gradient of the U-Net. */
    public boolean differentiatesModel() {
        return method.ties().energy().differentiatesModel();
    }

    /**
     * The measured defaults: 30 steps, and frames that are held together along the motion of the source, which is done outside the
     * model. Styles enter as in the paper; what happens outside of masks is zvideo's own.
     */
    public static StyleTransferOptions defaults() {
        return new StyleTransferOptions(methodDefaults(STEPS, FrameConsistency.FLOW), OptionalInt.empty());
    }

    /** The method's defaults for T steps: styles act from step ⌊T/6⌉ on, the energy before step ⌊5T/6⌉. */
    public static DualPathOptions methodDefaults(int steps, FrameConsistency temporal) {
        return new DualPathOptions(
                steps,
                styleEdit(steps, Sain.Scope.REGION),
                switch (temporal) {
                    case NONE, FLOW -> FrameTies.NONE;
                    case ATTENTION -> new FrameTies(FIRST_AND_PREVIOUS, true, EnergyOptions.OFF);
                    case FULL -> new FrameTies(FIRST_AND_PREVIOUS, true, energy(steps));
                    case PAPER -> paperTies(steps);
                },
                new Beyond(0, true));
    }

    /**
     * The paper's method, literally: full attention between frames without balance (Eq. 18), and the energy's norm with
     * its gradient through the U-Net, in every step and unbounded (Eq. 19). What the paper leaves open is as METHOD.md
     * fixes it. On a model much smaller than Stable Diffusion this gradient can run away; {@link #defaults()} does not.
     */
    public static StyleTransferOptions paper() {
        return new StyleTransferOptions(paperMethod(STEPS), OptionalInt.empty());
    }

    /**
     * The paper's method for T steps. The style acts from step ⌊T/6⌉ on, which is the paper's 5 of 30. The paper gives no
     * weight for the energy: w₀ is {@value #PAPER_ENERGY_WEIGHT}.
     */
    public static DualPathOptions paperMethod(int steps) {
        return new DualPathOptions(steps, styleEdit(steps, Sain.Scope.GLOBAL), paperTies(steps), Beyond.NOTHING);
    }

    /**
     * What ties frames to the anchor of their shot alone: attention to it and to the frame itself, and its adjustment of the
     * noise. A frame that attends to the previous one without itself can run away; these cannot.
     */
    public static FrameTies anchorTies() {
        return new FrameTies(
                List.of(Source.FIRST, Source.SELF), true, EnergyOptions.OFF, true, FrameTies.Runaway.REDONE);
    }

    private static FrameTies paperTies(int steps) {
        return new FrameTies(
                FIRST_AND_PREVIOUS,
                false,
                new EnergyOptions(
                        EnergyOptions.Gradient.UNET,
                        EnergyOptions.Form.NORM,
                        PAPER_ENERGY_WEIGHT,
                        new StepRange(0, steps),
                        Double.POSITIVE_INFINITY),
                false,
                FrameTies.Runaway.NAMED);
    }

    private static StyleEdit styleEdit(int steps, Sain.Scope scope) {
        return new StyleEdit(
                Arrangement.REWEIGHT,
                0.5,
                new LayerRange(10, 15),
                new StepRange((int) Math.round(steps / 6.0), steps),
                new Sain(Sain.Mode.SAIN, scope));
    }

    /**
     * The energy's defaults for T steps, chosen by measurement (docs/consistency.md): the reach shrinks with T, so
     * that all steps together reach equally far.
     */
    private static EnergyOptions energy(int steps) {
        return new EnergyOptions(
                EnergyOptions.Gradient.X0,
                EnergyOptions.Form.MSE,
                0.05,
                new StepRange(0, (int) Math.round(5 * steps / 6.0)),
                0.6 / steps);
    }
}
