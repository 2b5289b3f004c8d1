package org.zvideo.core.vae;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.zvideo.core.nn.Conv2d;
import org.zvideo.core.nn.GroupNorm;
import org.zvideo.core.nn.ResnetBlock;
import org.zvideo.core.nn.Upsample;
import org.zvideo.core.weights.WeightScope;

/** Latent to picture. */
record Decoder(Conv2d convIn, MidBlock middle, List<Block> blocks, GroupNorm normOut, Conv2d convOut) {
    /** One resolution; the last one has no upsampling. */
    record Block(List<ResnetBlock> resnets, Upsample upsample) {
        Tensor forward(Tensor x) {
            Tensor hidden = x;
            for (ResnetBlock resnet : resnets) {
                hidden = resnet.forward(hidden, null);
            }
            return upsample == null ? hidden : upsample.forward(hidden, 2 * hidden.size(2), 2 * hidden.size(3));
        }
    }

    static Decoder load(WeightScope scope, AutoencoderKlConfig config) {
        List<Integer> channels = config.channels();
        int last = channels.size() - 1;
        List<Block> blocks = new ArrayList<>();
        for (int index = 0; index <= last; index++) {
            WeightScope block = scope.child("up_blocks").child(index);
            long out = channels.get(last - index);
            List<ResnetBlock> resnets = new ArrayList<>();
            for (int n = 0; n <= config.layersPerBlock(); n++) {
                long in = n > 0 ? out : channels.get(Math.min(last, last - index + 1));
                resnets.add(ResnetBlock.withoutTime(
                        block.child("resnets").child(n), in, out, config.groups(), MidBlock.EPSILON));
            }
            blocks.add(new Block(
                    resnets,
                    index == last
                            ? null
                            : Upsample.load(block.child("upsamplers").child(0), out)));
        }
        return new Decoder(
                Conv2d.load(scope.child("conv_in"), config.latentChannels(), channels.get(last), 3),
                MidBlock.load(scope.child("mid_block"), config),
                blocks,
                GroupNorm.load(scope.child("conv_norm_out"), config.groups(), channels.get(0), MidBlock.EPSILON),
                Conv2d.load(scope.child("conv_out"), channels.get(0), 3, 3));
    }

    /** [1, C, h, w] to [1, 3, H, W]. */
    Tensor forward(Tensor latent) {
        Tensor hidden = middle.forward(convIn.forward(latent));
        for (Block block : blocks) {
            hidden = block.forward(hidden);
        }
        return convOut.forward(torch.silu(normOut.forward(hidden)));
    }
}
