package org.zvideo.core.vae;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.zvideo.core.nn.Conv2d;
import org.zvideo.core.torch.Ops;
import org.zvideo.core.torch.TensorScope;
import org.zvideo.core.weights.WeightScope;

/** Picture to latent, without mean or variance. Layers are numbered through, as diffusers' {@code EncoderTiny} does. */
record TinyEncoder(List<Level> levels, Conv2d convOut) {
    /** One resolution: a convolution, which halves all but the finest one, and blocks. */
    record Level(Conv2d convIn, List<TinyBlock> blocks) {
        Tensor forward(Tensor x) {
            return TensorScope.result("tiny level", () -> {
                Tensor hidden = convIn.forward(x);
                for (TinyBlock block : blocks) {
                    hidden = block.forward(hidden);
                }
                return hidden;
            });
        }
    }

    static TinyEncoder load(WeightScope scope, AutoencoderTinyConfig config) {
        WeightScope layers = scope.child("layers");
        long width = config.encoderWidth();
        List<Level> levels = new ArrayList<>();
        int layer = 0;
        for (int count : config.encoderBlocks()) {
            Conv2d convIn = layer == 0
                    ? Conv2d.load(layers.child(layer), 3, width, 3)
                    : Conv2d.unbiased(layers.child(layer), width, width, 3, 2, 1);
            layer++;
            List<TinyBlock> blocks = new ArrayList<>();
            for (int n = 0; n < count; n++) {
                blocks.add(TinyBlock.load(layers.child(layer++), width, width));
            }
            levels.add(new Level(convIn, blocks));
        }
        return new TinyEncoder(levels, Conv2d.load(layers.child(layer), width, config.latentChannels(), 3));
    }

    /** [1, 3, H, W] in [−1, 1] to [1, C, h, w]; the network itself sees [0, 1]. */
    Tensor forward(Tensor image) {
        Tensor hidden = Ops.times(image.add(new Scalar(1.0)), 0.5);
        for (Level level : levels) {
            hidden = level.forward(hidden);
        }
        return convOut.forward(hidden);
    }
}
