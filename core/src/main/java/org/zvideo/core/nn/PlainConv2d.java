package org.zvideo.core.nn;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/**
 * A convolution as LibTorch computes it, with a gradient.
 *
 * @param weight  [out, in, k, k]
 * @param bias    [out]
 * @param stride  1 or 2
 * @param padding zeros on every side
 */
public record PlainConv2d(Tensor weight, Tensor bias, long stride, long padding) implements Conv2d {
    @Override
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
