package org.zvideo.core.nn;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.zvideo.core.weights.WeightScope;

/** Nearest-neighbor enlargement to a given size, then a 3×3 convolution. */
public record Upsample(Conv2d conv) {
    public static Upsample load(WeightScope scope, long channels) {
        return new Upsample(Conv2d.load(scope.child("conv"), channels, channels, 3));
    }

    /** [B, C, ·, ·] to [B, C, height, width]. */
    public Tensor forward(Tensor x, long height, long width) {
        return conv.forward(torch.upsample_nearest2d(x, height, width));
    }
}
