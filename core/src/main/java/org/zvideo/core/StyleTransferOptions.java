package org.zvideo.core;

import java.util.List;
import java.util.OptionalInt;
import org.zvideo.core.diffusion.DualPathOptions;
import org.zvideo.core.diffusion.MemorySaving;
import org.zvideo.core.edit.Arrangement;
import org.zvideo.core.edit.InterFrameAttention.Source;
import org.zvideo.core.edit.LayerRange;
import org.zvideo.core.edit.StepRange;
import org.zvideo.core.guidance.EnergyOptions;
import org.zvideo.core.guidance.Sain;

/**
 * What a style transfer is asked to do.
 *
 * @param method         the method's settings
 * @param shortSide      short side of the pictures inside the model, in pixels; empty for what the model was trained on
 * @param strength      0…1, beyond the paper: how far the result is faded in over the frame; 1 is the paper, 0 the frame
 * @param contentColors 0…1, beyond the paper: how far the result takes the frame's own colors (its lightness stays the
 *                       style's); made of each frame alone, so it is as steady as the source
 * @param memory        what is done where memory is short
 */
public record StyleTransferOptions(
        DualPathOptions method, OptionalInt shortSide, double strength, double contentColors, MemorySaving memory) {
    /** λ of a style that is given none. */
    public static final double LAMBDA = 1.2;
    /** The paper's number of steps. */
    public static final int STEPS = 30;

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

    /** The paper's settings with 30 steps and full temporal consistency. */
    public static StyleTransferOptions defaults() {
        return new StyleTransferOptions(methodDefaults(STEPS, Temporal.FULL), OptionalInt.empty());
    }

    /** The method's defaults for T steps: the style acts from ⌊T/6⌉ on, the energy until ⌊5T/6⌉. */
    public static DualPathOptions methodDefaults(int steps, Temporal temporal) {
        return new DualPathOptions(
                steps,
                Arrangement.REWEIGHT,
                0.5,
                new LayerRange(10, 15),
                new StepRange((int) Math.round(steps / 6.0), steps),
                new Sain(Sain.Mode.SAIN, Sain.Scope.REGION),
                temporal == Temporal.NONE ? List.of() : List.of(Source.FIRST, Source.PREVIOUS),
                true,
                temporal == Temporal.FULL ? energy(steps) : EnergyOptions.OFF,
                0,
                true,
                1);
    }

    /**
     * The energy's defaults for T steps, chosen by measurement (README, "How steady it is"): the reach shrinks with T, so
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
