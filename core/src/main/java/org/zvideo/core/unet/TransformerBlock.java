package org.zvideo.core.unet;

import org.bytedeco.pytorch.Tensor;
import org.zvideo.core.attention.Attention;
import org.zvideo.core.attention.AttentionSite;
import org.zvideo.core.nn.InPlace;
import org.zvideo.core.nn.LayerNorm;
import org.zvideo.core.torch.TensorScope;
import org.zvideo.core.weights.WeightScope;

/** Self-attention, attention to the prompt, feed-forward; each normalized before and added after. */
record TransformerBlock(
        int layer,
        LayerNorm norm1,
        Attention attn1,
        LayerNorm norm2,
        Attention attn2,
        LayerNorm norm3,
        FeedForward ff) {
    private static final double EPSILON = 1e-5;

    static TransformerBlock load(WeightScope scope, UNetConfig config, int level, int layer) {
        long channels = config.channels().get(level);
        int heads = config.heads().get(level);
        boolean upcast = config.upcastAttention();
        return new TransformerBlock(
                layer,
                LayerNorm.load(scope.child("norm1"), channels, EPSILON),
                Attention.load(scope.child("attn1"), heads, upcast, channels, channels),
                LayerNorm.load(scope.child("norm2"), channels, EPSILON),
                Attention.load(scope.child("attn2"), heads, upcast, channels, config.contextWidth()),
                LayerNorm.load(scope.child("norm3"), channels, EPSILON),
                FeedForward.load(scope.child("ff"), channels));
    }

    /** [N, C] to [N, C]. */
    Tensor forward(Tensor tokens, UNetPass pass) {
        AttentionSite site = new AttentionSite(layer, pass.step());
        Tensor hidden = TensorScope.result(
                "self-attention",
                () -> tokens.add(
                        attn1.self(norm1.forward(tokens), site, pass.processor()))); // who was told it may keep it
        Tensor prompted = TensorScope.result(
                "cross-attention", () -> InPlace.add(attn2.cross(norm2.forward(hidden), pass.prompt()), hidden));
        return TensorScope.result("feed-forward", () -> InPlace.add(ff.forward(norm3.forward(prompted)), prompted));
    }
}
