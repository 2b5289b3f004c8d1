package org.zvideo.core.nn;

import org.bytedeco.pytorch.Tensor;
import org.zvideo.core.torch.PackedKernel;
import org.zvideo.core.torch.TensorOwner;

/**
 * A convolution that packs its kernel when it first runs, since oneDNN chooses the order by the size of the map. The plain
 * kernel goes then: a full-size model would need half as much memory again for both.
 */
final class PackedConv2d implements Conv2d {
    private final TensorOwner owner;
    private PlainConv2d plain;
    private PackedKernel packed;

    /** @param owner of the plain kernel, and then of the packed one */
    PackedConv2d(PlainConv2d plain, TensorOwner owner) {
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
            packed = PackedKernel.of(owner, plain.weight(), plain.bias(), plain.stride(), plain.padding(), x);
            PackedKernel.discard(plain.weight());
            plain = null;
        }
        return packed;
    }
}
