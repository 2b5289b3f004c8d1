package org.zvideo.core.edit;

import java.util.List;
import java.util.Optional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.zvideo.core.attention.Tiling;
import org.zvideo.core.torch.Ops;

/**
 * One style as an edited layer sees it.
 *
 * @param key    K_s [H, M, d]
 * @param value  V_s [H, M, d]
 * @param lambda λ_n, the weight of its logits
 * @param logitOffset added to every logit of the style: the logarithm of its weight in a mix, or 0
 * @param mask   where the style is seen, per query token [N] in [0, 1]; null for everywhere
 */
public record StyleBlock(Tensor key, Tensor value, double lambda, double logitOffset, Tensor mask) {
    /** A style that acts in full. */
    public StyleBlock(Tensor key, Tensor value, double lambda, Tensor mask) {
        this(key, value, lambda, 0, mask);
    }

    StyleBlock of(Tiling.Part heads) {
        return new StyleBlock(heads.ofHeads(key), heads.ofHeads(value), lambda, logitOffset, mask);
    }

    /** Logits with the offset of the style. */
    Tensor offset(Tensor logits) {
        return logitOffset == 0 ? logits : logits.add(new Scalar(logitOffset));
    }

    /** The offsets of all logits of these styles [ΣM]; empty where all are 0. */
    static Optional<Tensor> offsets(List<StyleBlock> styles) {
        if (styles.stream().allMatch(style -> style.logitOffset == 0)) {
            return Optional.empty();
        }
        return Optional.of(Ops.cat(
                0,
                styles.stream()
                        .map(style -> style.key.new_zeros(style.key.size(1)).fill_(new Scalar(style.logitOffset)))
                        .toList()));
    }
}
