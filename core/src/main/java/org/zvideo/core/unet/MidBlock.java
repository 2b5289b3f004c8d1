package org.zvideo.core.unet;

import java.util.List;
import org.zvideo.core.nn.ResnetBlock;
import org.zvideo.core.weights.WeightScope;

/** The coarsest resolution: a transformer between two resnets. */
record MidBlock(ResnetBlock resnet0, SpatialTransformer transformer, ResnetBlock resnet1) {
    /** The name of the stage of the first resnet. */
    static final String FIRST = "mid.0";

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

    /** The first resnet with the transformer, then the other. */
    List<Stage> stages(UNetPass pass) {
        return List.of(
                new Stage(
                        FIRST,
                        maps -> maps.replace(transformer.forward(resnet0.forward(maps.current(), pass.time()), pass))),
                new Stage("mid.1", maps -> maps.replace(resnet1.forward(maps.current(), pass.time()))));
    }
}
