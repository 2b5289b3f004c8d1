package org.zvideo.core.nn;

import org.bytedeco.pytorch.Tensor;
import org.zvideo.core.weights.WeightScope;

/** Two-dimensional convolution. */
public interface Conv2d {
    /** [B, in, h, w] to [B, out, h', w']. */
    Tensor forward(Tensor x);

    /** Keeps the size: stride 1, padding ⌊k/2⌋. */
    static Conv2d load(WeightScope scope, long in, long out, long kernel) {
        return load(scope, in, out, kernel, 1, kernel / 2);
    }

    /**
     * Reads {@code weight} [out, in, k, k] and {@code bias} [out].
     *
     * @param stride  1 or 2
     * @param padding zeros on every side
     */
    static Conv2d load(WeightScope scope, long in, long out, long kernel, long stride, long padding) {
        PlainConv2d plain =
                new PlainConv2d(scope.kernel("weight", out, in, kernel), scope.tensor("bias", out), stride, padding);
        return switch (scope.convolution()) {
            case PLAIN -> plain;
            case PACKED -> new PackedConv2d(plain, scope.owner());
        };
    }
}
