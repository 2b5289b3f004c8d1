package org.zvideo.core.nn;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.zvideo.core.weights.WeightScope;

/** Layer normalization over the last dimension, weight and bias of [C]. */
public record LayerNorm(Tensor weight, Tensor bias, double epsilon) {
    public static LayerNorm load(WeightScope scope, long channels, double epsilon) {
        return new LayerNorm(scope.tensor("weight", channels), scope.tensor("bias", channels), epsilon);
    }

    public Tensor forward(Tensor x) {
        return torch.layer_norm(
                x, new long[] {weight.size(0)}, new TensorOptional(weight), new TensorOptional(bias), epsilon, false);
    }
}
