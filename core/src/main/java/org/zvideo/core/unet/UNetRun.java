package org.zvideo.core.unet;

import java.util.Optional;
import org.zvideo.core.attention.AttentionProcessor;

/**
 * How the U-Net is run.
 *
 * @param timestep  0…999
 * @param step      denoising step or {@code AttentionSite.INVERSION}, for the processor
 * @param processor of the self-attention layers
 * @param coarse    what the coarse levels handed on in an earlier run; empty where nothing is kept
 * @param whole     whether the coarse levels are computed; if not, they are taken from there
 */
public record UNetRun(
        int timestep, int step, AttentionProcessor processor, Optional<CoarseFeatures> coarse, boolean whole) {
    /** With nothing kept from other runs. */
    public UNetRun(int timestep, int step, AttentionProcessor processor) {
        this(timestep, step, processor, Optional.empty(), true);
    }

    /** This run with another processor, and without handing anything on to later runs. */
    public UNetRun again(AttentionProcessor other) {
        return new UNetRun(timestep, step, other, whole ? Optional.empty() : coarse, whole);
    }
}
