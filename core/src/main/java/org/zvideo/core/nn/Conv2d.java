package org.zvideo.core.nn;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.zvideo.core.torch.PackedKernel;
import org.zvideo.core.torch.TensorOwner;
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
        Plain plain = new Plain(scope.kernel("weight", out, in, kernel), scope.tensor("bias", out), stride, padding);
        return switch (scope.convolution()) {
            case PLAIN -> plain;
            case PACKED -> new Packed(plain, scope.owner());
        };
    }

    /**
     * Reads {@code weight} [out, in, k, k] alone. Always plain: no network that is packed has one.
     *
     * @param stride  1 or 2
     * @param padding zeros on every side
     */
    static Conv2d unbiased(WeightScope scope, long in, long out, long kernel, long stride, long padding) {
        return new Plain(scope.kernel("weight", out, in, kernel), null, stride, padding);
    }

    /**
     * As LibTorch computes it, with a gradient.
     *
     * @param weight  [out, in, k, k]
     * @param bias    [out], or null for none
     * @param stride  1 or 2
     * @param padding zeros on every side
     */
    record Plain(Tensor weight, Tensor bias, long stride, long padding) implements Conv2d {
        @Override
        public Tensor forward(Tensor x) {
            return torch.conv2d(
                    x,
                    weight,
                    bias == null ? new TensorOptional() : new TensorOptional(bias),
                    new long[] {stride, stride},
                    new long[] {padding, padding},
                    new long[] {1, 1},
                    1);
        }
    }

    /**
     * Packs its kernel when it first runs, since oneDNN chooses the order by the size of the map. The plain kernel goes then: a
     * full-size model would need half as much memory again for both.
     */
    final class Packed implements Conv2d {
        private final TensorOwner owner;
        private Plain plain;
        private PackedKernel packed;

        /** @param owner of the packed kernel */
        private Packed(Plain plain, TensorOwner owner) {
            this.plain = plain;
            this.owner = owner;
        }

        @Override
        public Tensor forward(Tensor x) {
            if (x.requires_grad()) {
                throw new IllegalStateException("a packed kernel has no gradient: open the model with plain ones");
            }
            return kernel(x).convolve(x);
        }

        private synchronized PackedKernel kernel(Tensor x) {
            if (packed == null) {
                packed = PackedKernel.of(owner, plain.weight, plain.bias, plain.stride, plain.padding, x);
                PackedKernel.discard(plain.weight);
                plain = null;
            }
            return packed;
        }
    }
}
