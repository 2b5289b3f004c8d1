package org.zvideo.core.vae;

import org.bytedeco.pytorch.Tensor;
import org.zvideo.core.nn.ResnetBlock;
import org.zvideo.core.weights.WeightScope;

/** The coarsest resolution of encoder and decoder; the attention is null where the config has none. */
record MidBlock(ResnetBlock resnet0, VaeAttention attention, ResnetBlock resnet1) {
    /** The epsilon of every group norm in the VAE. */
    static final double EPSILON = 1e-6;

    static MidBlock load(WeightScope scope, AutoencoderKlConfig config) {
        long channels = config.channels().get(config.channels().size() - 1);
        return new MidBlock(
                ResnetBlock.withoutTime(scope.child("resnets").child(0), channels, channels, config.groups(), EPSILON),
                config.midAttention()
                        ? VaeAttention.load(scope.child("attentions").child(0), channels, config.groups())
                        : null,
                ResnetBlock.withoutTime(scope.child("resnets").child(1), channels, channels, config.groups(), EPSILON));
    }

    Tensor forward(Tensor x) {
        Tensor hidden = resnet0.forward(x, null);
        return resnet1.forward(attention == null ? hidden : attention.forward(hidden), null);
    }
}
