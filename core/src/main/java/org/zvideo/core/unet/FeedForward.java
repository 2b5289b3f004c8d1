package org.zvideo.core.unet;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.zvideo.core.nn.InPlace;
import org.zvideo.core.nn.Linear;
import org.zvideo.core.weights.WeightScope;

/** Gated linear unit with GELU: C channels to 8C, halves multiplied, 4C back to C. */
record FeedForward(Linear gated, Linear out) {
    static FeedForward load(WeightScope scope, long channels) {
        return new FeedForward(
                Linear.load(scope.child("net").child(0).child("proj"), channels, 8 * channels),
                Linear.load(scope.child("net").child(2), 4 * channels, channels));
    }

    /** [N, C] to [N, C]. */
    Tensor forward(Tensor tokens) {
        Tensor both = gated.forward(tokens); // [N, 8C]
        long half = both.size(-1) / 2;
        return out.forward(InPlace.mul(torch.gelu(both.narrow(-1, half, half)), both.narrow(-1, 0, half)));
    }
}
