package org.zvideo.core.attention;

import org.bytedeco.pytorch.Tensor;

/** Told what the self-attention layers do while a frame is denoised. Tensors are valid during the call. */
public interface AttentionListener {
    /** Whether {@link #styleMass} is wanted; it costs a second softmax per edited layer. */
    default boolean wantsStyleMass() {
        return false;
    }

    /** The styles' share 0…1 of the attention in an edited layer, mean over heads and queries. */
    default void styleMass(AttentionSite site, double share) {
    }

    /** Output [N, C] of a self-attention layer, after {@code to_out}. */
    default void attentionOutput(AttentionSite site, Tensor output) {
    }
}
