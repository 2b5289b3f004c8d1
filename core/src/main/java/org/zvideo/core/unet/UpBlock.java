package org.zvideo.core.unet;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.zvideo.core.nn.ResnetBlock;
import org.zvideo.core.nn.Upsample;
import org.zvideo.core.torch.Ops;
import org.zvideo.core.weights.WeightScope;

/**
 * One resolution on the way up; each resnet takes one feature map of the way down with it.
 *
 * @param transformers one per resnet, or none
 * @param upsample     null in the last block
 */
record UpBlock(List<ResnetBlock> resnets, List<SpatialTransformer> transformers, Upsample upsample) {
    /** @param index 0 for the coarsest */
    static UpBlock load(WeightScope scope, UNetConfig config, int index, int firstLayer) {
        int level = config.levels() - 1 - index;
        long out = config.channels().get(level);
        long before = config.channels().get(Math.min(config.levels() - 1, level + 1));
        long finer = config.channels().get(Math.max(0, level - 1));
        int layers = config.layersPerBlock() + 1;
        List<ResnetBlock> resnets = new ArrayList<>();
        List<SpatialTransformer> transformers = new ArrayList<>();
        for (int n = 0; n < layers; n++) {
            long in = n == 0 ? before : out;
            long skip = n == layers - 1 ? finer : out;
            resnets.add(ResnetBlock.load(
                    scope.child("resnets").child(n),
                    in + skip,
                    out,
                    config.timeWidth(),
                    config.groups(),
                    config.normEpsilon()));
            if (config.attends().get(level)) {
                transformers.add(
                        SpatialTransformer.load(scope.child("attentions").child(n), config, level, firstLayer + n));
            }
        }
        Upsample upsample =
                level == 0 ? null : Upsample.load(scope.child("upsamplers").child(0), out);
        return new UpBlock(resnets, transformers, upsample);
    }

    /**
     * One stage per resnet with its transformer; enlarges to the size of the next kept map (odd sizes included).
     *
     * @param index of the block, 0 for the coarsest
     */
    List<Stage> stages(int index, UNetPass pass) {
        List<Stage> stages = new ArrayList<>();
        for (int n = 0; n < resnets.size(); n++) {
            int layer = n;
            stages.add(new Stage(stage(index, layer), maps -> {
                Tensor hidden =
                        resnets.get(layer).forward(Ops.cat(1, List.of(maps.current(), maps.popSkip())), pass.time());
                maps.replace(
                        transformers.isEmpty()
                                ? hidden
                                : transformers.get(layer).forward(hidden, pass));
            }));
        }
        if (upsample != null) {
            stages.add(new Stage(
                    name(index) + " upsample",
                    maps -> maps.replace(upsample.forward(
                            maps.current(),
                            maps.newestSkip().size(2),
                            maps.newestSkip().size(3)))));
        }
        return stages;
    }

    private static String name(int index) {
        return "up " + index;
    }

    /** The name of the stage of a resnet. */
    static String stage(int index, int layer) {
        return name(index) + "." + layer;
    }
}
