package org.zvideo.core.metrics;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.zvideo.core.attention.KeyValue;
import org.zvideo.core.attention.ScaledDotProduct;

/** Fig. 3: how far the style's attention agrees with the content's, per token. */
public final class AttentionCosine {
    private AttentionCosine() {}

    /** Cosine of σ(Q K_sᵀ/√d)V_s and σ(Q K_cᵀ/√d)V_c per head and token, then the mean over the heads [N]. */
    public static Tensor of(Tensor query, KeyValue content, KeyValue style) {
        return torch.cosine_similarity(
                        ScaledDotProduct.attention(query, style.key(), style.value()),
                        ScaledDotProduct.attention(query, content.key(), content.value()),
                        -1,
                        1e-8)
                .mean(0);
    }
}
