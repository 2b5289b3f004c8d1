package org.zvideo.core.attention;

import java.util.List;
import org.bytedeco.pytorch.Tensor;

/** Told what the self-attention layers do while a frame is denoised. Tensors are valid during the call. */
public interface AttentionListener {
    /** An edited layer is about to mix these: Q_c [H, N, d], the content's block and the styles'. */
    default void mixing(AttentionSite site, Tensor query, ContentBlock content, List<StyleBlock> styles) {}

    /** Output [N, C] of a self-attention layer, after {@code to_out}. */
    default void attentionOutput(AttentionSite site, Tensor output) {}
}
