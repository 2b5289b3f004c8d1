package org.zvideo.core.vae;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.zvideo.core.nn.Conv2d;
import org.zvideo.core.nn.InPlace;
import org.zvideo.core.torch.Ops;
import org.zvideo.core.torch.TensorScope;
import org.zvideo.core.weights.WeightScope;

/**
 * Latent to picture. Layers are numbered through, as diffusers' {@code DecoderTiny} does, which counts the ReLU and the
 * enlargements that have no weights.
 */
record TinyDecoder(Conv2d convIn, List<Level> levels) {
    /** Where the clamp begins to bend: 3·tanh(z/3). */
    private static final double CLAMP = 3;

    /** One resolution: blocks, and a convolution behind the enlargement to the next one or to the picture. */
    record Level(List<TinyBlock> blocks, boolean enlarges, Conv2d convOut) {
        Tensor forward(Tensor x) {
            return TensorScope.result("tiny level", () -> {
                Tensor hidden = x;
                for (TinyBlock block : blocks) {
                    hidden = block.forward(hidden);
                }
                return convOut.forward(
                        enlarges ? torch.upsample_nearest2d(hidden, 2 * hidden.size(2), 2 * hidden.size(3)) : hidden);
            });
        }
    }

    static TinyDecoder load(WeightScope scope, AutoencoderTinyConfig config) {
        WeightScope layers = scope.child("layers");
        long width = config.decoderWidth();
        int last = config.decoderBlocks().size() - 1;
        List<Level> levels = new ArrayList<>();
        int layer = 2; // 0 is the convolution in front, 1 its ReLU
        for (int index = 0; index <= last; index++) {
            List<TinyBlock> blocks = new ArrayList<>();
            for (int n = 0; n < config.decoderBlocks().get(index); n++) {
                blocks.add(TinyBlock.load(layers.child(layer++), width, width));
            }
            if (index == last) {
                levels.add(new Level(blocks, false, Conv2d.load(layers.child(layer), width, 3, 3)));
            } else {
                layer++; // the enlargement
                levels.add(new Level(blocks, true, Conv2d.unbiased(layers.child(layer++), width, width, 3, 1, 1)));
            }
        }
        return new TinyDecoder(Conv2d.load(layers.child(0), config.latentChannels(), width, 3), levels);
    }

    /** [1, C, h, w] to [1, 3, H, W], nominally in [−1, 1]; the network itself gives [0, 1]. */
    Tensor forward(Tensor latent) {
        Tensor clamped = Ops.times(torch.tanh(Ops.times(latent, 1 / CLAMP)), CLAMP);
        Tensor hidden = InPlace.relu(convIn.forward(clamped));
        for (Level level : levels) {
            hidden = level.forward(hidden);
        }
        return Ops.times(hidden, 2).sub(new Scalar(1.0));
    }
}
