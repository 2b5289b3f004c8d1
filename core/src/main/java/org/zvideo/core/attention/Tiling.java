package org.zvideo.core.attention;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.bytedeco.pytorch.Tensor;
import org.zvideo.core.torch.Ops;
import org.zvideo.core.torch.TensorOwner;
import org.zvideo.core.torch.TensorScope;

/**
 * How much of an attention is computed at once: as many heads, and as many queries of each, as keep the logits in the
 * cache. Memory is linear in the number of tokens.
 *
 * @param heads   in a group
 * @param queries in a tile
 */
public record Tiling(long heads, long queries) {
    /** Logits that are held at once: 8 MiB in float32, measured as fastest with 1024 to 8192 keys. */
    private static final long LOGITS = 2L << 20;

    /** For H heads of N queries and M keys. */
    static Tiling of(long heads, long queries, long keys) {
        long group = share(heads, LOGITS / (queries * keys));
        return new Tiling(group, share(queries, LOGITS / (group * keys)));
    }

    /** The largest of equal parts of {@code all} that is at most {@code limit}, or 1. */
    private static long share(long all, long limit) {
        long parts = ceil(all, Math.max(1, Math.min(all, limit)));
        return ceil(all, parts);
    }

    private static long ceil(long a, long b) {
        return (a + b - 1) / b;
    }

    /** A stretch of heads or of queries. */
    public record Part(long from, long count) {
        /** The part of a tensor whose heads are its first dimension. */
        public Tensor ofHeads(Tensor tensor) {
            return tensor.narrow(0, from, count);
        }
    }

    /** Runs an attention for a group of heads after the other; each gives [h, N, d]. */
    public static Tensor overHeads(Tensor query, long keys, Function<Part, Tensor> attention) {
        long heads = query.size(0);
        return joined(0, heads, of(heads, query.size(1), keys).heads(), attention);
    }

    /** Runs an attention for a tile of queries after the other; each gives [H, n, d]. */
    public static Tensor overQueries(Tensor query, long keys, Tile attention) {
        long tokens = query.size(1);
        return joined(
                1,
                tokens,
                of(query.size(0), tokens, keys).queries(),
                part -> attention.of(query.narrow(1, part.from(), part.count()), part.from()));
    }

    /** Something for some of the queries [H, n, d], the first of which is token {@code from}. */
    @FunctionalInterface
    public interface Tile {
        Tensor of(Tensor queries, long from);
    }

    /** Each part's intermediates go before the next part's are made. */
    private static Tensor joined(long dimension, long all, long step, Function<Part, Tensor> attention) {
        if (step >= all) {
            return attention.apply(new Part(0, all));
        }
        try (TensorOwner kept = new TensorOwner("tiles")) {
            List<Tensor> parts = new ArrayList<>();
            for (long from = 0; from < all; from += step) {
                try (TensorScope scope = TensorScope.open("tile")) {
                    parts.add(kept.keep(attention.apply(new Part(from, Math.min(step, all - from)))));
                }
            }
            return Ops.cat(dimension, parts);
        }
    }
}
