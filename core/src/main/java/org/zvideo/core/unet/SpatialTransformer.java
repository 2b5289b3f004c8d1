package org.zvideo.core.unet;

import org.bytedeco.pytorch.Tensor;
import org.zvideo.core.nn.Conv2d;
import org.zvideo.core.nn.GroupNorm;
import org.zvideo.core.weights.WeightScope;

/** A transformer block over the pixels of a feature map, between two 1×1 convolutions and a residual connection. */
record SpatialTransformer(GroupNorm norm, Conv2d projIn, TransformerBlock block, Conv2d projOut) {
    private static final double EPSILON = 1e-6;

    static SpatialTransformer load(WeightScope scope, UNetConfig config, long channels, int layer) {
        return new SpatialTransformer(
                GroupNorm.load(scope.child("norm"), config.groups(), channels, EPSILON),
                Conv2d.load(scope.child("proj_in"), channels, channels, 1),
                TransformerBlock.load(scope.child("transformer_blocks").child(0), config, channels, layer),
                Conv2d.load(scope.child("proj_out"), channels, channels, 1));
    }

    /** [1, C, h, w] to [1, C, h, w]. */
    Tensor forward(Tensor x, UNetPass pass) {
        long channels = x.size(1);
        long height = x.size(2);
        long width = x.size(3);
        Tensor tokens = projIn.forward(norm.forward(x)).reshape(channels, height * width).transpose(0, 1)
                .contiguous(); // [N, C]
        Tensor out = block.forward(tokens, pass).transpose(0, 1).reshape(1, channels, height, width);
        return projOut.forward(out).add(x);
    }
}
