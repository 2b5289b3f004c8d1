package org.zvideo.core.unet;

import org.bytedeco.pytorch.Tensor;
import org.zvideo.core.nn.ResnetBlock;
import org.zvideo.core.weights.WeightScope;

/** The coarsest resolution: a transformer between two resnets. */
record MidBlock(ResnetBlock resnet0, SpatialTransformer transformer, ResnetBlock resnet1) {
    static MidBlock load(WeightScope scope, UNetConfig config, int layer) {
        int coarsest = config.levels() - 1;
        long channels = config.channels().get(coarsest);
        return new MidBlock(
                ResnetBlock.load(
                        scope.child("resnets").child(0),
                        channels,
                        channels,
                        config.timeWidth(),
                        config.groups(),
                        config.normEpsilon()),
                SpatialTransformer.load(scope.child("attentions").child(0), config, coarsest, layer),
                ResnetBlock.load(
                        scope.child("resnets").child(1),
                        channels,
                        channels,
                        config.timeWidth(),
                        config.groups(),
                        config.normEpsilon()));
    }

    Tensor forward(Tensor x, UNetPass pass) {
        return resnet1.forward(transformer.forward(resnet0.forward(x, pass.time()), pass), pass.time());
    }
}
