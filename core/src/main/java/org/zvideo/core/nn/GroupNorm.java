package org.zvideo.core.nn;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.zvideo.core.weights.WeightScope;

/** Group normalization over [B, C, h, w], weight and bias of [C]. */
public record GroupNorm(long groups, Tensor weight, Tensor bias, double epsilon) {
    public static GroupNorm load(WeightScope scope, long groups, long channels, double epsilon) {
        return new GroupNorm(groups, scope.tensor("weight", channels), scope.tensor("bias", channels), epsilon);
    }

    public Tensor forward(Tensor x) {
        return torch.group_norm(x, groups, new TensorOptional(weight), new TensorOptional(bias), epsilon, false);
    }
}
