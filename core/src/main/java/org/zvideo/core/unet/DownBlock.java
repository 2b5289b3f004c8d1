package org.zvideo.core.unet;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.zvideo.core.nn.Conv2d;
import org.zvideo.core.nn.ResnetBlock;
import org.zvideo.core.weights.WeightScope;

/**
 * One resolution on the way down.
 *
 * @param transformers one per resnet, or none
 * @param downsample   strided convolution, null in the last block
 */
record DownBlock(List<ResnetBlock> resnets, List<SpatialTransformer> transformers, Conv2d downsample) {
    static DownBlock load(WeightScope scope, UNetConfig config, int level, int firstLayer) {
        long out = config.channels().get(level);
        List<ResnetBlock> resnets = new ArrayList<>();
        List<SpatialTransformer> transformers = new ArrayList<>();
        for (int n = 0; n < config.layersPerBlock(); n++) {
            long in = n > 0 ? out : config.channels().get(Math.max(0, level - 1));
            resnets.add(ResnetBlock.load(
                    scope.child("resnets").child(n),
                    in,
                    out,
                    config.timeWidth(),
                    config.groups(),
                    config.normEpsilon()));
            if (config.attends().get(level)) {
                transformers.add(
                        SpatialTransformer.load(scope.child("attentions").child(n), config, level, firstLayer + n));
            }
        }
        Conv2d downsample = level == config.levels() - 1
                ? null
                : Conv2d.load(
                        scope.child("downsamplers").child(0).child("conv"), out, out, 3, 2, config.downsamplePadding());
        return new DownBlock(resnets, transformers, downsample);
    }

    /**
     * One stage per resnet with its transformer, and one for the way to the next resolution; every map that an up block
     * takes again is kept.
     *
     * @param level  of the block, 0 for the finest
     * @param goesOn whether coarser blocks follow
     */
    List<Stage> stages(int level, UNetPass pass, boolean goesOn) {
        List<Stage> stages = new ArrayList<>();
        for (int n = 0; n < resnets.size(); n++) {
            int layer = n;
            stages.add(new Stage(
                    stage(level, layer),
                    maps -> {
                        Tensor hidden = resnets.get(layer).forward(maps.current(), pass.time());
                        maps.replace(
                                transformers.isEmpty()
                                        ? hidden
                                        : transformers.get(layer).forward(hidden, pass));
                    },
                    true));
        }
        if (downsample != null && goesOn) {
            stages.add(new Stage(
                    name(level) + " downsample", maps -> maps.replace(downsample.forward(maps.current())), true));
        }
        return stages;
    }

    private static String name(int level) {
        return "down " + level;
    }

    /** The name of the stage of a resnet. */
    static String stage(int level, int layer) {
        return name(level) + "." + layer;
    }
}
