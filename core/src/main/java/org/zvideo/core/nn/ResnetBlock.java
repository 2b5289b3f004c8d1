package org.zvideo.core.nn;

import org.bytedeco.pytorch.Tensor;
import org.zvideo.core.torch.TensorScope;
import org.zvideo.core.weights.WeightScope;

/**
 * Two convolutions around a residual connection; in the U-Net the timestep's embedding is added between them, in the
 * VAE there is none.
 *
 * @param timeProjection null in the VAE
 * @param shortcut       1×1 convolution where the number of channels changes, else null
 */
public record ResnetBlock(
        GroupNorm norm1, Conv2d conv1, Linear timeProjection, GroupNorm norm2, Conv2d conv2, Conv2d shortcut) {
    /** A block of the U-Net. */
    public static ResnetBlock load(WeightScope scope, long in, long out, long timeWidth, long groups, double epsilon) {
        return load(scope, in, out, groups, epsilon, Linear.load(scope.child("time_emb_proj"), timeWidth, out));
    }

    /** A block of the VAE. */
    public static ResnetBlock withoutTime(WeightScope scope, long in, long out, long groups, double epsilon) {
        return load(scope, in, out, groups, epsilon, null);
    }

    private static ResnetBlock load(WeightScope scope, long in, long out, long groups, double epsilon, Linear time) {
        return new ResnetBlock(
                GroupNorm.load(scope.child("norm1"), groups, in, epsilon),
                Conv2d.load(scope.child("conv1"), in, out, 3),
                time,
                GroupNorm.load(scope.child("norm2"), groups, out, epsilon),
                Conv2d.load(scope.child("conv2"), out, out, 3),
                in == out ? null : Conv2d.load(scope.child("conv_shortcut"), in, out, 1));
    }

    /**
     * @param x    [B, in, h, w]
     * @param time the activated embedding of the timestep [B, timeWidth]; ignored in the VAE
     * @return [B, out, h, w]
     */
    public Tensor forward(Tensor x, Tensor time) {
        return TensorScope.result("resnet", () -> {
            Tensor hidden = conv1.forward(InPlace.silu(norm1.forward(x)));
            if (timeProjection != null) {
                hidden = InPlace.add(
                        hidden, timeProjection.forward(time).unsqueeze(-1).unsqueeze(-1)); // [B, out, h, w]
            }
            hidden = conv2.forward(InPlace.silu(norm2.forward(hidden)));
            return InPlace.add(hidden, shortcut == null ? x : shortcut.forward(x));
        });
    }
}
