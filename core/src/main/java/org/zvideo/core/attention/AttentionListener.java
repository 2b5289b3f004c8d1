package org.zvideo.core.attention;

import org.bytedeco.pytorch.Tensor;

/** Receives the outputs of the self-attention layers. Tensors are valid during the call only. */
public interface AttentionListener {
    /** The output [N, C] of a self-attention layer, after {@code to_out} and before the residual sum. */
    default void attentionOutput(AttentionSite site, Tensor output) {}
}
