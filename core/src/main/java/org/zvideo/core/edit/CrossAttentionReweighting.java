package org.zvideo.core.edit;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.zvideo.core.attention.ScaledDotProduct;
import org.zvideo.core.attention.Tiling;
import org.zvideo.core.torch.Ops;

/**
 * Eq. 10/11 and, for several styles, Eq. 24: σ([λ₁·Q K_s₁ᵀ/√d, …, Q K_cᵀ/√d]) · [V_s₁; …; V_c], one softmax over all.
 */
public record CrossAttentionReweighting() implements StyleArrangement {
    @Override
    public Tensor mix(Tensor query, ContentBlock content, List<StyleBlock> styles) {
        if (styles.stream().allMatch(style -> style.mask() == null)) {
            return ScaledDotProduct.attention(
                    query, Ops.cat(1, keys(content, styles)), values(content, styles), offset(content, styles));
        }
        return Tiling.overHeads(query, count(content, styles), heads -> {
            ContentBlock ofContent = content.of(heads);
            List<StyleBlock> ofStyles =
                    styles.stream().map(style -> style.of(heads)).toList();
            Tensor value = values(ofContent, ofStyles);
            return overLogits(heads.ofHeads(query), ofContent, ofStyles, logits -> ScaledDotProduct.mix(logits, value));
        });
    }

    /** The share of the attention that goes to the styles, mean over heads and queries: 0…1. */
    public double styleMass(Tensor query, ContentBlock content, List<StyleBlock> styles) {
        long styleKeys = styles.stream().mapToLong(style -> style.key().size(1)).sum();
        Tensor perQuery = overLogits(
                query,
                content,
                styles,
                logits -> ScaledDotProduct.probabilities(logits)
                        .narrow(2, 0, styleKeys)
                        .sum(new long[] {2}, true, new ScalarTypeOptional()));
        return perQuery.mean().item_double();
    }

    /** The share of each query's attention that goes to each style, mean over heads: [N, number of styles]. */
    public Tensor styleShares(Tensor query, ContentBlock content, List<StyleBlock> styles) {
        return overLogits(query, content, styles, logits -> {
                    Tensor weights = Ops.mean(ScaledDotProduct.probabilities(logits), 0);
                    List<Tensor> shares = new ArrayList<>();
                    long from = 0;
                    for (StyleBlock style : styles) {
                        long keys = style.key().size(1);
                        shares.add(weights.narrow(2, from, keys).sum(new long[] {2}, true, new ScalarTypeOptional()));
                        from += keys;
                    }
                    return Ops.cat(2, shares);
                })
                .squeeze(0);
    }

    /** The attention of every query, mean over heads: [N, ΣM], styles first, then the content. */
    public Tensor weights(Tensor query, ContentBlock content, List<StyleBlock> styles) {
        return overLogits(query, content, styles, logits -> Ops.mean(ScaledDotProduct.probabilities(logits), 0))
                .squeeze(0);
    }

    /** What is done with the logits [H, n, ΣM] of a tile of queries: styles first, then the content. */
    private interface Reduction {
        Tensor apply(Tensor logits);
    }

    private static Tensor overLogits(Tensor query, ContentBlock content, List<StyleBlock> styles, Reduction reduction) {
        List<Tensor> keys = keys(content, styles);
        RegionLogits regions = RegionLogits.of(query, content, styles, true);
        return Tiling.overQueries(query, count(content, styles), (tile, from) -> {
            List<Tensor> logits = new ArrayList<>();
            for (int n = 0; n < styles.size(); n++) {
                logits.add(styles.get(n).offset(regions.lowered(n, ScaledDotProduct.logits(tile, keys.get(n)), from)));
            }
            logits.add(ScaledDotProduct.logits(tile, content.key()).add(new Scalar(content.logitOffset())));
            return reduction.apply(Ops.cat(2, logits));
        });
    }

    private static List<Tensor> keys(ContentBlock content, List<StyleBlock> styles) {
        List<Tensor> keys = new ArrayList<>();
        styles.forEach(style -> keys.add(style.key().mul(new Scalar(style.lambda())))); // λ QKᵀ = Q (λK)ᵀ
        keys.add(content.key());
        return keys;
    }

    private static Tensor values(ContentBlock content, List<StyleBlock> styles) {
        List<Tensor> values = new ArrayList<>();
        styles.forEach(style -> values.add(style.value()));
        values.add(content.value());
        return Ops.cat(1, values); // [H, ΣM, d]
    }

    /** The logit offsets as a bias [ΣM]; empty where all are 0. */
    private static Optional<Tensor> offset(ContentBlock content, List<StyleBlock> styles) {
        Optional<Tensor> ofStyles = StyleBlock.offsets(styles);
        if (content.logitOffset() == 0 && ofStyles.isEmpty()) {
            return Optional.empty();
        }
        Tensor bias = content.key().new_zeros(count(content, styles));
        ofStyles.ifPresent(offsets -> bias.narrow(0, 0, offsets.size(0)).copy_(offsets));
        bias.narrow(0, bias.size(0) - content.key().size(1), content.key().size(1))
                .fill_(new Scalar(content.logitOffset()));
        return Optional.of(bias);
    }

    private static long count(ContentBlock content, List<StyleBlock> styles) {
        return content.key().size(1)
                + styles.stream().mapToLong(style -> style.key().size(1)).sum();
    }
}
