package org.zvideo.core.unet;

import org.bytedeco.pytorch.Tensor;
import org.zvideo.core.attention.Attention;
import org.zvideo.core.nn.InPlace;
import org.zvideo.core.nn.LayerNorm;
import org.zvideo.core.torch.TensorScope;
import org.zvideo.core.weights.WeightScope;

/**
 * Two attentions over the frames of a window, each place of the picture for itself, and a feed-forward layer, each with a
 * residual connection. The frame's place in the window is added after the norm, before each of the two attentions.
 *
 * @param positions [L, C]
 */
record TemporalTransformer(
        LayerNorm norm1,
        Attention attn1,
        LayerNorm norm2,
        Attention attn2,
        LayerNorm norm3,
        FeedForward ff,
        Tensor positions) {
    private static final double EPSILON = 1e-5;

    static TemporalTransformer load(WeightScope scope, MotionConfig config, int channels) {
        return new TemporalTransformer(
                LayerNorm.load(scope.child("norm1"), channels, EPSILON),
                Attention.load(scope.child("attn1"), config.heads(), false, channels, channels),
                LayerNorm.load(scope.child("norm2"), channels, EPSILON),
                Attention.load(scope.child("attn2"), config.heads(), false, channels, channels),
                LayerNorm.load(scope.child("norm3"), channels, EPSILON),
                FeedForward.load(scope.child("ff"), channels),
                scope.made(() -> PositionalEncoding.of(config.frames(), channels)));
    }

    /**
     * Lets the frames of each place look at each other.
     *
     * @param tokens [P·F, C]: for each of P places its F frames
     * @return [P·F, C]
     */
    Tensor forward(Tensor tokens, long frames) {
        Tensor first = TensorScope.result(
                "temporal attention",
                () -> InPlace.add(attn1.temporal(placed(norm1.forward(tokens), frames), frames), tokens));
        Tensor second = TensorScope.result(
                "temporal attention",
                () -> InPlace.add(attn2.temporal(placed(norm2.forward(first), frames), frames), first));
        return TensorScope.result("feed-forward", () -> InPlace.add(ff.forward(norm3.forward(second)), second));
    }

    private Tensor placed(Tensor tokens, long frames) {
        long channels = tokens.size(1);
        return tokens.reshape(-1, frames, channels)
                .add(positions.narrow(0, 0, frames))
                .reshape(-1, channels);
    }
}
