package org.zvideo.core.attention;

import java.util.Optional;
import org.bytedeco.pytorch.DoubleOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * The only place with an attention kernel. In float32 and on GPUs it is LibTorch's fused one, which is the fastest there
 * as long as BLAS has one thread of its own ({@link org.zvideo.core.torch.Threads}); in bfloat16 on a CPU that one is
 * many times slower than matrix product, softmax, matrix product over tiles, and where the method rearranges the logits
 * it cannot be used.
 *
 * <p>Shapes: H heads, N query tokens, M key tokens, d head width.
 */
public final class ScaledDotProduct {
    private ScaledDotProduct() {}

    /** Q Kᵀ/√d in the number format of the queries: models that say so hand over float32 beside 16-bit keys. */
    public static Tensor logits(Tensor query, Tensor key) {
        return query.mul(new Scalar(1 / Math.sqrt(query.size(2))))
                .matmul(key.to(query.scalar_type()).transpose(1, 2)); // [H, N, M]
    }

    /** Softmax over the keys, times the values, in whose format it is; logits may be float32 even beside 16-bit values. */
    public static Tensor mix(Tensor logits, Tensor value) {
        return probabilities(logits).to(value.scalar_type()).matmul(value); // [H, N, d]
    }

    /** Softmax over the keys. LibTorch accumulates it in at least float32 and rounds to the logits' format once. */
    public static Tensor probabilities(Tensor logits) {
        return logits.softmax(-1); // [H, N, M]
    }

    /** Plain attention σ(Q Kᵀ/√d) V. */
    public static Tensor attention(Tensor query, Tensor key, Tensor value) {
        return attention(query, key, value, Optional.empty());
    }

    /**
     * σ(Q Kᵀ/√d + bias) V.
     *
     * @param bias of every query's logits [M]
     */
    public static Tensor attention(Tensor query, Tensor key, Tensor value, Optional<Tensor> bias) {
        long keys = key.size(1);
        if (fused(query)) {
            TensorOptional mask = bias.map(b -> new TensorOptional(
                            b.to(query.scalar_type()).reshape(1, 1, 1, keys).expand(1, 1, query.size(1), keys)))
                    .orElseGet(TensorOptional::new);
            return torch.scaled_dot_product_attention(
                            query.unsqueeze(0),
                            key.to(query.scalar_type()).unsqueeze(0),
                            value.to(query.scalar_type()).unsqueeze(0),
                            mask,
                            0.0,
                            false,
                            new DoubleOptional(),
                            false)
                    .squeeze(0)
                    .to(value.scalar_type());
        }
        return Tiling.overHeads(query, keys, heads -> {
            Tensor k = heads.ofHeads(key);
            Tensor v = heads.ofHeads(value);
            return Tiling.overQueries(
                    heads.ofHeads(query), keys, (tile, from) -> mix(biased(logits(tile, k), bias), v));
        });
    }

    private static boolean fused(Tensor query) {
        ScalarType type = query.scalar_type().intern();
        return query.is_cuda() || type == ScalarType.Float || type == ScalarType.Double;
    }

    private static Tensor biased(Tensor logits, Optional<Tensor> bias) {
        return bias.map(logits::add).orElse(logits);
    }
}
