package org.zvideo.core.edit;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.zvideo.core.attention.ScaledDotProduct;
import org.zvideo.core.attention.Tiling;
import org.zvideo.core.torch.Ops;

/**
 * Style logits lowered outside a style's region (Eq. 22/23 with METHOD.md §6's linear ramp): by
 * (1 − m(q))·(c_min − s_max), never upwards, and to −∞ where m is 0.
 *
 * @param styles their blocks
 * @param drops  per style c_min − s_max [H, 1, 1], one number per head over the whole layer; null without a mask
 */
record RegionLogits(List<StyleBlock> styles, List<Tensor> drops) {
    /**
     * @param weighted whether the logits include λ: in Eq. 10 they do, in Eq. 7 and 8 there is none
     */
    static RegionLogits of(Tensor query, ContentBlock content, List<StyleBlock> styles, boolean weighted) {
        List<Tensor> drops = new ArrayList<>();
        Tensor contentMin = null;
        for (StyleBlock style : styles) {
            if (style.mask() == null) {
                drops.add(null);
                continue;
            }
            if (contentMin == null) {
                contentMin = extreme(query, content.key(), false);
            }
            Tensor styleMax = extreme(query, style.key().mul(new Scalar(weighted ? style.lambda() : 1)), true);
            drops.add(contentMin.sub(styleMax).minimum(contentMin.mul(new Scalar(0.0)))); // [H, 1, 1], ≤ 0
        }
        return new RegionLogits(styles, drops);
    }

    /** Smallest or largest logit of each head, found without holding them all. */
    private static Tensor extreme(Tensor query, Tensor key, boolean largest) {
        Tensor perQuery = Tiling.overQueries(query, key.size(1), (tile, from) -> {
            Tensor logits = ScaledDotProduct.logits(tile, key);
            return largest ? logits.amax(new long[] {2}, true) : logits.amin(new long[] {2}, true);
        }); // [H, N, 1]
        return largest ? perQuery.amax(new long[] {1}, true) : perQuery.amin(new long[] {1}, true);
    }

    /** Logits of the style for a tile of queries that begins at token {@code from}; {@code logits} include λ or not. */
    Tensor lowered(int style, Tensor logits, long from) {
        Tensor mask = styles.get(style).mask();
        if (mask == null) {
            return logits;
        }
        Tensor here = mask.narrow(0, from, logits.size(1)).reshape(1, -1, 1); // [1, n, 1]
        Tensor outside = here.mul(new Scalar(-1.0)).add(new Scalar(1.0));
        return logits.add(outside.mul(drops.get(style)))
                .masked_fill(here.eq(new Scalar(0.0)), new Scalar(Double.NEGATIVE_INFINITY));
    }

    /** Whether a query of the tile sees no style at all [1, n, 1]; null where some style has no mask. */
    Tensor unseen(long from, long count) {
        List<Tensor> masks = new ArrayList<>();
        for (StyleBlock style : styles) {
            if (style.mask() == null) {
                return null;
            }
            masks.add(style.mask().narrow(0, from, count).reshape(1, -1, 1));
        }
        return Ops.cat(2, masks).amax(new long[] {2}, true).eq(new Scalar(0.0));
    }
}
