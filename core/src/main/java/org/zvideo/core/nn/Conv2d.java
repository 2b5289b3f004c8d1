package org.zvideo.core.nn;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.zvideo.core.weights.WeightScope;

/**
 * Two-dimensional convolution.
 *
 * @param weight  [out, in, k, k]
 * @param bias    [out]
 * @param stride  1 or 2
 * @param padding zeros on every side
 */
public record Conv2d(Tensor weight, Tensor bias, long stride, long padding) {
    /** Keeps the size: stride 1, padding ⌊k/2⌋. */
    public static Conv2d load(WeightScope scope, long in, long out, long kernel) {
        return load(scope, in, out, kernel, 1, kernel / 2);
    }

    public static Conv2d load(WeightScope scope, long in, long out, long kernel, long stride, long padding) {
        return new Conv2d(scope.kernel("weight", out, in, kernel), scope.tensor("bias", out), stride, padding);
    }

    /** [B, in, h, w] to [B, out, h', w']. */
    public Tensor forward(Tensor x) {
        return torch.conv2d(
                x,
                weight,
                new TensorOptional(bias),
                new long[] {stride, stride},
                new long[] {padding, padding},
                new long[] {1, 1},
                1);
    }
}
