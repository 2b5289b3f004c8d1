package org.zvideo.core.attention;

import org.bytedeco.pytorch.Tensor;

/** The seam where the method meets the network: how a self-attention mixes its values. */
@FunctionalInterface
public interface AttentionProcessor {
    /** Self-attention as the model was trained with it. */
    AttentionProcessor PLAIN = (site, query, key, value) -> ScaledDotProduct.attention(query, key, value);

    /** Plain self-attention that also hands its outputs to a listener. */
    static AttentionProcessor plain(AttentionListener listener) {
        return new AttentionProcessor() {
            @Override
            public Tensor attend(AttentionSite site, Tensor query, Tensor key, Tensor value) {
                return PLAIN.attend(site, query, key, value);
            }

            @Override
            public void output(AttentionSite site, Tensor output) {
                listener.attentionOutput(site, output);
            }
        };
    }

    /**
     * Mixes the values. Shapes: H heads, N tokens, d head width.
     *
     * @param query [H, N, d], like {@code key} and {@code value} what the layer projected in this very pass
     * @return [H, N, d]
     */
    Tensor attend(AttentionSite site, Tensor query, Tensor key, Tensor value);

    /** Receives the layer's output [N, C], after {@code to_out}, before the residual sum. */
    default void output(AttentionSite site, Tensor output) {}
}
