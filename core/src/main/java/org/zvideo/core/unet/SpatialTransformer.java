package org.zvideo.core.unet;

import org.bytedeco.pytorch.Tensor;
import org.zvideo.core.nn.GroupNorm;
import org.zvideo.core.nn.InPlace;
import org.zvideo.core.nn.Linear;
import org.zvideo.core.torch.TensorScope;
import org.zvideo.core.weights.WeightScope;

/** A transformer block over the pixels of a feature map, between two 1×1 convolutions (the same as linear layers over
 * the tokens) and a residual connection. */
record SpatialTransformer(GroupNorm norm, Linear projIn, TransformerBlock block, Linear projOut) {
    private static final double EPSILON = 1e-6;

    /** @param level resolution, 0 for the finest */
    static SpatialTransformer load(WeightScope scope, UNetConfig config, int level, int layer) {
        long channels = config.channels().get(level);
        return new SpatialTransformer(
                GroupNorm.load(scope.child("norm"), config.groups(), channels, EPSILON),
                projection(scope.child("proj_in"), config, channels),
                TransformerBlock.load(scope.child("transformer_blocks").child(0), config, level, layer),
                projection(scope.child("proj_out"), config, channels));
    }

    private static Linear projection(WeightScope scope, UNetConfig config, long channels) {
        return config.linearProjection()
                ? Linear.load(scope, channels, channels)
                : Linear.pointwise(scope, channels, channels);
    }

    /** [1, C, h, w] to [1, C, h, w]. With channels last in memory the tokens are a view of the map, not a copy. */
    Tensor forward(Tensor x, UNetPass pass) {
        long channels = x.size(1);
        long height = x.size(2);
        long width = x.size(3);
        return TensorScope.result("transformer", () -> {
            Tensor tokens = norm.forward(x).permute(0, 2, 3, 1).reshape(height * width, channels); // [N, C]
            Tensor out = projOut.forward(block.forward(projIn.forward(tokens), pass));
            return InPlace.add(out.reshape(1, height, width, channels).permute(0, 3, 1, 2), x);
        });
    }
}
