package org.zvideo.core.nn;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Element-wise operations that overwrite their first argument. This saves a buffer and a pass over memory. The argument
 * has to be a tensor that was just made and that nothing else holds. Where the graph of the gradients may still need its
 * old values, a new tensor is made instead.
 */
public final class InPlace {
    private InPlace() {}

    /** x·σ(x). */
    public static Tensor silu(Tensor fresh) {
        return fresh.requires_grad() ? torch.silu(fresh) : torch.silu_(fresh);
    }

    /** max(x, 0). The method gives its own tensor back; {@code torch.relu_} a second one that does not keep the memory. */
    public static Tensor relu(Tensor fresh) {
        return fresh.requires_grad() ? torch.relu(fresh) : fresh.relu_();
    }

    /** {@code fresh + other}. */
    public static Tensor add(Tensor fresh, Tensor other) {
        return fresh.requires_grad() || other.requires_grad() ? fresh.add(other) : fresh.add_(other);
    }

    /** {@code fresh · other}. */
    public static Tensor mul(Tensor fresh, Tensor other) {
        return fresh.requires_grad() || other.requires_grad() ? fresh.mul(other) : fresh.mul_(other);
    }
}
