package org.zvideo.core.vae;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.zvideo.core.nn.Conv2d;
import org.zvideo.core.nn.GroupNorm;
import org.zvideo.core.nn.ResnetBlock;
import org.zvideo.core.weights.WeightScope;

/** Picture to the moments of the latent: mean and log variance. */
record Encoder(Conv2d convIn, List<Block> blocks, MidBlock middle, GroupNorm normOut, Conv2d convOut) {
    /** One resolution; the last one has no downsampling. */
    record Block(List<ResnetBlock> resnets, Conv2d downsample) {
        Tensor forward(Tensor x) {
            Tensor hidden = x;
            for (ResnetBlock resnet : resnets) {
                hidden = resnet.forward(hidden, null);
            }
            // The VAE pads only right and below before its strided convolution.
            return downsample == null ? hidden : downsample.forward(torch.constant_pad_nd(hidden, 0, 1, 0, 1));
        }
    }

    static Encoder load(WeightScope scope, AutoencoderKlConfig config) {
        List<Integer> channels = config.channels();
        int last = channels.size() - 1;
        List<Block> blocks = new ArrayList<>();
        for (int level = 0; level <= last; level++) {
            WeightScope block = scope.child("down_blocks").child(level);
            long out = channels.get(level);
            List<ResnetBlock> resnets = new ArrayList<>();
            for (int n = 0; n < config.layersPerBlock(); n++) {
                long in = n > 0 ? out : channels.get(Math.max(0, level - 1));
                resnets.add(ResnetBlock.withoutTime(
                        block.child("resnets").child(n), in, out, config.groups(), MidBlock.EPSILON));
            }
            blocks.add(new Block(
                    resnets,
                    level == last
                            ? null
                            : Conv2d.load(block.child("downsamplers").child(0).child("conv"), out, out, 3, 2, 0)));
        }
        return new Encoder(
                Conv2d.load(scope.child("conv_in"), 3, channels.get(0), 3),
                blocks,
                MidBlock.load(scope.child("mid_block"), config),
                GroupNorm.load(scope.child("conv_norm_out"), config.groups(), channels.get(last), MidBlock.EPSILON),
                Conv2d.load(scope.child("conv_out"), channels.get(last), 2L * config.latentChannels(), 3));
    }

    /** The output of each block for a picture [1, 3, H, W], the deepest last. */
    List<Tensor> features(Tensor image) {
        List<Tensor> features = new ArrayList<>();
        Tensor hidden = convIn.forward(image);
        for (Block block : blocks) {
            hidden = block.forward(hidden);
            features.add(hidden);
        }
        return features;
    }

    /** [1, 3, H, W] to [1, 2C, h, w]. */
    Tensor forward(Tensor image) {
        Tensor hidden = features(image).get(blocks.size() - 1);
        return convOut.forward(torch.silu(normOut.forward(middle.forward(hidden))));
    }
}
