package org.zvideo.core.attention;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
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
        RegionLogits regions = RegionLogits.of(query, content, styles, false);
        List<Tensor> values = new ArrayList<>();
        styles.forEach(style -> values.add(style.value()));
        Tensor value = Ops.cat(1, values);
        long keys = value.size(1) + content.key().size(1);
        return ScaledDotProduct.tiled(query, keys, (tile, from) -> {
            List<Tensor> blocks = new ArrayList<>();
            for (int n = 0; n < styles.size(); n++) {
                blocks.add(regions.lowered(n, ScaledDotProduct.logits(tile, styles.get(n).key()), from));
            }
            Tensor logits = Ops.cat(2, blocks);
            Tensor unseen = regions.unseen(from, tile.size(1));
            if (unseen == null) {
                Tensor style = ScaledDotProduct.mix(logits, value);
                return weight == 1 ? style : Ops.combine(weight, style, 1 - weight, own(tile, content));
            }
            // A row of −∞ has no softmax: it is filled first and replaced after.
            Tensor style = ScaledDotProduct.mix(logits.masked_fill(unseen, new Scalar(0.0)), value);
            Tensor own = own(tile, content);
            return torch.where(unseen, own, Ops.combine(weight, style, 1 - weight, own));
        });
    }

    private static Tensor own(Tensor tile, ContentBlock content) {
        return ScaledDotProduct.mix(ScaledDotProduct.logits(tile, content.key()), content.value());
    }
}
