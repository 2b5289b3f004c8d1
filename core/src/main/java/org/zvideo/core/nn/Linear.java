package org.zvideo.core.nn;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.zvideo.core.torch.Threads;
import org.zvideo.core.weights.WeightScope;

/**
 * y = x Wᵀ + b over the last dimension.
 *
 * @param weight [out, in]
 * @param bias   [out], or null
 */
public record Linear(Tensor weight, Tensor bias) {
    public static Linear load(WeightScope scope, long in, long out) {
        return new Linear(scope.tensor("weight", out, in), scope.tensor("bias", out));
    }

    public static Linear withoutBias(WeightScope scope, long in, long out) {
        return new Linear(scope.tensor("weight", out, in), null);
    }

    /** A 1×1 convolution of a checkpoint, which is a linear layer to tokens. */
    public static Linear pointwise(WeightScope scope, long in, long out) {
        return new Linear(scope.pointwise("weight", out, in), scope.tensor("bias", out));
    }

    public Tensor forward(Tensor x) {
        if (!x.is_cuda()
                && x.scalar_type().intern() == ScalarType.Float
                && x.dim() == 2
                && x.size(0) > 1
                && Threads.count() > 1) {
            return pixelwise(x);
        }
        return bias == null ? torch.linear(x, weight) : torch.linear(x, weight, bias);
    }

    /**
     * The rows as the pixels of a map, under a 1×1 convolution: LibTorch gives convolutions to oneDNN, which uses all
     * threads and AVX-512, but float32 matrix products to BLAS.
     */
    private Tensor pixelwise(Tensor x) {
        Tensor map = x.reshape(1, x.size(0), 1, x.size(1)).permute(0, 3, 1, 2); // [1, in, N, 1], channels last
        Tensor kernel = weight.reshape(weight.size(0), weight.size(1), 1, 1);
        return torch.conv2d(
                        map,
                        kernel,
                        bias == null ? new TensorOptional() : new TensorOptional(bias),
                        new long[] {1, 1},
                        new long[] {0, 0},
                        new long[] {1, 1},
                        1)
                .permute(0, 2, 3, 1)
                .reshape(x.size(0), weight.size(0));
    }
}
