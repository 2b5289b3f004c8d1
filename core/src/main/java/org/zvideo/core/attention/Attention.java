package org.zvideo.core.attention;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.zvideo.core.nn.Linear;
import org.zvideo.core.weights.WeightScope;

/**
 * The projections of an attention layer; how values are mixed between them is the processor's.
 *
 * <p>Shapes: N tokens, C channels, H heads, d = C/H.
 */
public record Attention(int heads, boolean upcast, Linear query, Linear key, Linear value, Linear out) {
    /**
     * @param upcast       whether queries go on in float32, in which they then meet keys
     * @param width        channels C of the tokens
     * @param contextWidth channels of what is attended to: C for self-attention
     */
    public static Attention load(WeightScope scope, int heads, boolean upcast, long width, long contextWidth) {
        return new Attention(
                heads,
                upcast,
                Linear.withoutBias(scope.child("to_q"), width, width),
                Linear.withoutBias(scope.child("to_k"), contextWidth, width),
                Linear.withoutBias(scope.child("to_v"), contextWidth, width),
                Linear.load(scope.child("to_out").child(0), width, width));
    }

    /** {@code attn1}: the tokens attend to themselves, or to what the processor makes of it. [N, C] to [N, C]. */
    public Tensor self(Tensor tokens, AttentionSite site, AttentionProcessor processor) {
        Tensor mixed = processor.attend(
                site, queries(tokens), split(key.forward(tokens)), split(value.forward(tokens))); // [H, N, d]
        Tensor output = out.forward(merge(mixed)); // [N, C]
        processor.output(site, output);
        return output;
    }

    /** {@code attn2}: the tokens [N, C] attend to the prompt [L, contextWidth]. Never edited. */
    public Tensor cross(Tensor tokens, Tensor context) {
        return out.forward(merge(ScaledDotProduct.attention(
                queries(tokens), split(key.forward(context)), split(value.forward(context))))); // [N, C]
    }

    private Tensor queries(Tensor tokens) {
        Tensor queries = split(query.forward(tokens));
        return upcast && queries.scalar_type().intern() != ScalarType.Double ? queries.to(ScalarType.Float) : queries;
    }

    /**
     * The tokens of each of several sequences attend to each other.
     *
     * @param tokens [S·N, C], one sequence after the other
     * @param length N
     * @return [S·N, C]
     */
    public Tensor temporal(Tensor tokens, long length) {
        Tensor mixed = ScaledDotProduct.attention(
                split(query.forward(tokens), length),
                split(key.forward(tokens), length),
                split(value.forward(tokens), length)); // [S·H, N, d]
        return out.forward(mixed.reshape(-1, heads, length, mixed.size(2))
                .transpose(1, 2)
                .reshape(tokens.size(0), tokens.size(1)));
    }

    /** [S·N, C] to [S·H, N, d]. */
    private Tensor split(Tensor tokens, long length) {
        return tokens.reshape(-1, length, heads, tokens.size(1) / heads)
                .transpose(1, 2)
                .reshape(-1, length, tokens.size(1) / heads);
    }

    private Tensor split(Tensor tokens) {
        return tokens.reshape(tokens.size(0), heads, -1).transpose(0, 1).contiguous(); // [H, N, d]
    }

    private static Tensor merge(Tensor heads) {
        return heads.transpose(0, 1).reshape(heads.size(1), -1); // [N, C]
    }
}
