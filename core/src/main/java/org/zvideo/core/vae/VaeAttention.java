package org.zvideo.core.vae;

import org.bytedeco.pytorch.Tensor;
import org.zvideo.core.attention.ScaledDotProduct;
import org.zvideo.core.nn.GroupNorm;
import org.zvideo.core.nn.Linear;
import org.zvideo.core.weights.WeightScope;

/** Single-head self-attention over the pixels of the VAE's coarsest feature map, with a residual connection. */
record VaeAttention(GroupNorm norm, Linear query, Linear key, Linear value, Linear out) {
    static VaeAttention load(WeightScope scope, long channels, long groups) {
        return new VaeAttention(
                GroupNorm.load(scope.child("group_norm"), groups, channels, MidBlock.EPSILON),
                Linear.load(scope.child("to_q"), channels, channels),
                Linear.load(scope.child("to_k"), channels, channels),
                Linear.load(scope.child("to_v"), channels, channels),
                Linear.load(scope.child("to_out").child(0), channels, channels));
    }

    /** [1, C, h, w] to [1, C, h, w]. */
    Tensor forward(Tensor x) {
        Tensor tokens = norm.forward(x).flatten(2, 3).transpose(1, 2); // [1, N, C]: one head
        Tensor mixed = ScaledDotProduct.attention(query.forward(tokens), key.forward(tokens), value.forward(tokens));
        return out.forward(mixed).transpose(1, 2).reshape(x.shape()).add(x);
    }
}
