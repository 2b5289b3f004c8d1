package org.zvideo.core.edit;

import org.bytedeco.pytorch.Tensor;
import org.zvideo.core.attention.Tiling;

/**
 * One style as an edited layer sees it.
 *
 * @param key    K_s [H, M, d]
 * @param value  V_s [H, M, d]
 * @param lambda λ_n, the weight of its logits
 * @param mask   where the style is seen, per query token [N] in [0, 1]; null for everywhere
 */
public record StyleBlock(Tensor key, Tensor value, double lambda, Tensor mask) {
    StyleBlock of(Tiling.Part heads) {
        return new StyleBlock(heads.ofHeads(key), heads.ofHeads(value), lambda, mask);
    }
}
