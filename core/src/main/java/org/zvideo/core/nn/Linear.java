package org.zvideo.core.nn;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
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

    public Tensor forward(Tensor x) {
        return bias == null ? torch.linear(x, weight) : torch.linear(x, weight, bias);
    }
}
