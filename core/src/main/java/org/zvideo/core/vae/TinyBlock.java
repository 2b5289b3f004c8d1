package org.zvideo.core.vae;

import org.bytedeco.pytorch.Tensor;
import org.zvideo.core.nn.Conv2d;
import org.zvideo.core.nn.InPlace;
import org.zvideo.core.torch.TensorScope;
import org.zvideo.core.weights.WeightScope;

/**
 * Three 3×3 convolutions with ReLU between them, around a residual connection, and a ReLU.
 *
 * @param skip 1×1 convolution without a bias where the number of channels changes, else null
 */
public record TinyBlock(Conv2d first, Conv2d second, Conv2d third, Conv2d skip) {
    public static TinyBlock load(WeightScope scope, long in, long out) {
        WeightScope conv = scope.child("conv");
        return new TinyBlock(
                Conv2d.load(conv.child(0), in, out, 3),
                Conv2d.load(conv.child(2), out, out, 3),
                Conv2d.load(conv.child(4), out, out, 3),
                in == out ? null : Conv2d.unbiased(scope.child("skip"), in, out, 1, 1, 0));
    }

    /** [1, in, h, w] to [1, out, h, w]. */
    public Tensor forward(Tensor x) {
        return TensorScope.result("tiny block", () -> {
            Tensor hidden = third.forward(InPlace.relu(second.forward(InPlace.relu(first.forward(x)))));
            return InPlace.relu(InPlace.add(hidden, skip == null ? x : skip.forward(x)));
        });
    }
}
