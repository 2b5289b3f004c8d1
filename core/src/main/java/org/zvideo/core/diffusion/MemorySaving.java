package org.zvideo.core.diffusion;

import org.zvideo.core.attention.KeyValueStorage;

/**
 * What is done where memory is short.
 *
 * @param storage     of the keys and values that frames and styles leave for later
 * @param checkpoints whether the gradient through the U-Net is had stage by stage, at the price of computing each stage
 *                    twice; the same numbers up to rounding
 */
public record MemorySaving(KeyValueStorage storage, boolean checkpoints) {
    /** Nothing. */
    public static final MemorySaving NONE = new MemorySaving(KeyValueStorage.MEMORY, false);
}
