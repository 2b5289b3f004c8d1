package org.zvideo.core.attention;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.zvideo.core.torch.Ops;

/**
 * Eq. 10/11 and, for several styles, Eq. 24: σ([λ₁·Q K_s₁ᵀ/√d, …, Q K_cᵀ/√d]) · [V_s₁; …; V_c], one softmax over all.
 */
public record CrossAttentionReweighting() implements StyleArrangement {
    @Override
    public Tensor mix(Tensor query, ContentBlock content, List<StyleBlock> styles) {
        List<Tensor> values = new ArrayList<>();
        styles.forEach(style -> values.add(style.value()));
        values.add(content.value());
        Tensor value = Ops.cat(1, values); // [H, ΣM, d]
        return overLogits(query, content, styles, logits -> ScaledDotProduct.mix(logits, value));
    }

    /** The share of the attention that goes to the styles, mean over heads and queries: 0…1. */
    public double styleMass(Tensor query, ContentBlock content, List<StyleBlock> styles) {
        long styleKeys = styles.stream().mapToLong(style -> style.key().size(1)).sum();
        Tensor perQuery = overLogits(query, content, styles, logits -> ScaledDotProduct.probabilities(logits)
                .narrow(2, 0, styleKeys).sum(new long[] {2}, true, new org.bytedeco.pytorch.ScalarTypeOptional()));
        return perQuery.mean().item_double();
    }

    /** What is done with the logits [H, n, ΣM] of a tile of queries: styles first, then the content. */
    private interface Reduction {
        Tensor apply(Tensor logits);
    }

    private static Tensor overLogits(Tensor query, ContentBlock content, List<StyleBlock> styles, Reduction reduction) {
        List<Tensor> keys = new ArrayList<>();
        styles.forEach(style -> keys.add(style.key().mul(new Scalar(style.lambda())))); // λ QKᵀ = Q (λK)ᵀ
        keys.add(content.key());
        RegionLogits regions = RegionLogits.of(query, content, styles, true);
        boolean simple = content.logitOffset() == 0 && regions.drops().stream().allMatch(drop -> drop == null);
        Tensor allKeys = simple ? Ops.cat(1, keys) : null; // one product instead of one per block
        long count = keys.stream().mapToLong(key -> key.size(1)).sum();
        return ScaledDotProduct.tiled(query, count, (tile, from) -> reduction.apply(simple
                ? ScaledDotProduct.logits(tile, allKeys) : separateLogits(tile, from, keys, regions, content)));
    }

    private static Tensor separateLogits(Tensor tile, long from, List<Tensor> keys, RegionLogits regions,
                                         ContentBlock content) {
        List<Tensor> logits = new ArrayList<>();
        for (int n = 0; n < keys.size() - 1; n++) {
            logits.add(regions.lowered(n, ScaledDotProduct.logits(tile, keys.get(n)), from));
        }
        logits.add(ScaledDotProduct.logits(tile, content.key()).add(new Scalar(content.logitOffset())));
        return Ops.cat(2, logits);
    }
}
