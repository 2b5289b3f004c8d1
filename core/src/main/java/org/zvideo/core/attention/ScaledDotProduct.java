package org.zvideo.core.attention;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.zvideo.core.torch.Ops;
import org.zvideo.core.torch.TensorOwner;
import org.zvideo.core.torch.TensorScope;

/**
 * The only place with an attention kernel: matrix product, softmax in at least float32, matrix product. LibTorch's
 * fused CPU attention is slower than this composition and hides the weights that the method rearranges.
 *
 * <p>Shapes: H heads, N query tokens, M key tokens, d head width.
 */
public final class ScaledDotProduct {
    /** Logits that are held at once; more queries are done in turn. 16 MiB of them stay in the last-level cache. */
    private static final long TILE = 4L << 20;

    private ScaledDotProduct() {
    }

    /** Q Kᵀ/√d. */
    public static Tensor logits(Tensor query, Tensor key) {
        return query.mul(new Scalar(1 / Math.sqrt(query.size(2)))).matmul(key.transpose(1, 2)); // [H, N, M]
    }

    /** Softmax over the keys in at least float32, back in the format of the values, times the values. */
    public static Tensor mix(Tensor logits, Tensor value) {
        return probabilities(logits).to(value.scalar_type()).matmul(value); // [H, N, d]
    }

    /** Softmax over the keys in at least float32. */
    public static Tensor probabilities(Tensor logits) {
        return logits.scalar_type().intern() == ScalarType.Double ? logits.softmax(-1)
                : logits.softmax(-1, new ScalarTypeOptional(ScalarType.Float)); // [H, N, M]
    }

    /** Plain attention σ(Q Kᵀ/√d) V. */
    public static Tensor attention(Tensor query, Tensor key, Tensor value) {
        return tiled(query, key.size(1), (tile, from) -> mix(logits(tile, key), value));
    }

    /** Something for some of the queries [H, n, d], the first of which is token {@code from}. */
    @FunctionalInterface
    interface Tile {
        Tensor of(Tensor queries, long from);
    }

    /** Runs an attention over so many queries at a time that memory stays linear in the number of tokens. */
    static Tensor tiled(Tensor query, long keys, Tile attention) {
        long tokens = query.size(1);
        long rows = Math.max(1, TILE / (query.size(0) * keys));
        if (rows >= tokens) {
            return attention.of(query, 0);
        }
        // Each tile's logits go before the next tile's are made; otherwise they would all live until the step ends.
        try (TensorOwner kept = new TensorOwner("tiles")) {
            List<Tensor> tiles = new ArrayList<>();
            for (long from = 0; from < tokens; from += rows) {
                try (TensorScope scope = TensorScope.open("tile")) {
                    tiles.add(kept.keep(attention.of(query.narrow(1, from, Math.min(rows, tokens - from)), from)));
                }
            }
            return Ops.cat(1, tiles);
        }
    }
}
