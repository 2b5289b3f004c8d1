package org.zvideo.core.edit;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.zvideo.core.attention.ScaledDotProduct;
import org.zvideo.core.attention.Tiling;
import org.zvideo.core.torch.Ops;

/**
 * Eq. 8: λ'·σ(Q K_sᵀ/√d) V_s + (1−λ')·σ(Q K_cᵀ/√d) V_c; with λ' = 1 it is Eq. 7, style only. Several styles share one
 * softmax and their λ_n is not used. A query that sees no style keeps plain self-attention.
 *
 * @param weight λ' in [0, 1]
 */
public record AddedAttention(double weight) implements StyleArrangement {
    public AddedAttention {
        if (!(weight >= 0 && weight <= 1)) {
            throw new IllegalArgumentException("add weight " + weight + ": expected 0 to 1");
        }
    }

    @Override
    public Tensor mix(Tensor query, ContentBlock content, List<StyleBlock> styles) {
        long keys = content.key().size(1)
                + styles.stream().mapToLong(style -> style.key().size(1)).sum();
        if (styles.stream().allMatch(style -> style.mask() == null)) {
            Tensor style = ScaledDotProduct.attention(
                    query,
                    Ops.cat(1, styles.stream().map(StyleBlock::key).toList()),
                    values(styles),
                    StyleBlock.offsets(styles));
            return weight == 1
                    ? style
                    : Ops.combine(
                            weight,
                            style,
                            1 - weight,
                            ScaledDotProduct.attention(query, content.key(), content.value()));
        }
        return Tiling.overHeads(
                query,
                keys,
                heads -> regional(
                        heads.ofHeads(query),
                        content.of(heads),
                        styles.stream().map(style -> style.of(heads)).toList(),
                        keys));
    }

    private Tensor regional(Tensor query, ContentBlock content, List<StyleBlock> styles, long keys) {
        RegionLogits regions = RegionLogits.of(query, content, styles, false);
        Tensor value = values(styles);
        return Tiling.overQueries(query, keys, (tile, from) -> {
            List<Tensor> blocks = new ArrayList<>();
            for (int n = 0; n < styles.size(); n++) {
                blocks.add(styles.get(n)
                        .offset(regions.lowered(
                                n, ScaledDotProduct.logits(tile, styles.get(n).key()), from)));
            }
            Tensor logits = Ops.cat(2, blocks);
            Tensor own = ScaledDotProduct.mix(ScaledDotProduct.logits(tile, content.key()), content.value());
            Tensor unseen = regions.unseen(from, tile.size(1));
            if (unseen == null) {
                return Ops.combine(weight, ScaledDotProduct.mix(logits, value), 1 - weight, own);
            }
            // A row of −∞ has no softmax: it is filled first and replaced after.
            Tensor style = ScaledDotProduct.mix(logits.masked_fill(unseen, new Scalar(0.0)), value);
            return torch.where(unseen, own, Ops.combine(weight, style, 1 - weight, own));
        });
    }

    private static Tensor values(List<StyleBlock> styles) {
        return Ops.cat(1, styles.stream().map(StyleBlock::value).toList());
    }
}
