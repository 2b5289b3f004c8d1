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
            resnets.add(ResnetBlock.load(scope.child("resnets").child(n), in, out, config.timeWidth(), config.groups(),
                    config.normEpsilon()));
            if (config.attends().get(level)) {
                transformers.add(SpatialTransformer.load(scope.child("attentions").child(n), config, out,
                        firstLayer + n));
            }
        }
        Conv2d downsample = level == config.levels() - 1 ? null
                : Conv2d.load(scope.child("downsamplers").child(0).child("conv"), out, out, 3, 2,
                        config.downsamplePadding());
        return new DownBlock(resnets, transformers, downsample);
    }

    /**
     * Returns the last feature map; every map that an up block takes again is pushed onto {@code skips}.
     *
     * @param goesOn whether coarser blocks follow
     */
    Tensor forward(Tensor x, UNetPass pass, List<Tensor> skips, boolean goesOn) {
        Tensor hidden = x;
        for (int n = 0; n < resnets.size(); n++) {
            hidden = resnets.get(n).forward(hidden, pass.time());
            if (!transformers.isEmpty()) {
                hidden = transformers.get(n).forward(hidden, pass);
            }
            skips.add(hidden);
        }
        if (downsample != null && goesOn) {
            hidden = downsample.forward(hidden);
            skips.add(hidden);
        }
        return hidden;
    }
}
