package org.zvideo.core.attention;

/**
 * Where and when a self-attention runs.
 *
 * @param layer 0…15 in the order of the forward pass (METHOD.md §2)
 * @param step  denoising step, 0 at the noisiest; {@link #INVERSION} while inverting
 */
public record AttentionSite(int layer, int step) {
    /** The step of sites that belong to no denoising step. */
    public static final int INVERSION = -1;
}
