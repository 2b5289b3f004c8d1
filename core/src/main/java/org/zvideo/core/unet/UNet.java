package org.zvideo.core.unet;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.zvideo.core.attention.AttentionProcessor;
import org.zvideo.core.nn.Conv2d;
import org.zvideo.core.nn.GroupNorm;
import org.zvideo.core.weights.WeightScope;

/** Stable Diffusion v1's U-Net: ε_θ(x, t) with the null prompt and a processor for its self-attention layers. */
public record UNet(UNetConfig config, TimestepEmbedding timeEmbedding, Conv2d convIn, List<DownBlock> down,
                   MidBlock middle, List<UpBlock> up, GroupNorm normOut, Conv2d convOut) {
    /** Assembles the network; self-attention layers are numbered in the order of the forward pass. */
    public static UNet load(WeightScope scope, UNetConfig config) {
        long first = config.channels().get(0);
        int layer = 0;
        List<DownBlock> down = new ArrayList<>();
        for (int level = 0; level < config.levels(); level++) {
            down.add(DownBlock.load(scope.child("down_blocks").child(level), config, level, layer));
            layer += down.get(level).transformers().size();
        }
        MidBlock middle = MidBlock.load(scope.child("mid_block"), config, layer++);
        List<UpBlock> up = new ArrayList<>();
        for (int index = 0; index < config.levels(); index++) {
            up.add(UpBlock.load(scope.child("up_blocks").child(index), config, index, layer));
            layer += up.get(index).transformers().size();
        }
        return new UNet(config, TimestepEmbedding.load(scope.child("time_embedding"), config),
                Conv2d.load(scope.child("conv_in"), config.inChannels(), first, 3), down, middle, up,
                GroupNorm.load(scope.child("conv_norm_out"), config.groups(), first, config.normEpsilon()),
                Conv2d.load(scope.child("conv_out"), first, config.inChannels(), 3));
    }

    /**
     * Predicts the noise ε_θ(x, t).
     *
     * @param x        latent [1, C, h, w] in the network's number format
     * @param timestep 0…999
     * @param prompt   embedding [L, contextWidth]
     * @param step     denoising step or {@code AttentionSite.INVERSION}, told to the processor
     * @param deep     what the coarse levels handed on in an earlier run; empty where nothing is kept
     * @param whole    whether the coarse levels are computed; if not, they are taken from there
     * @return [1, C, h, w]
     */
    public Tensor forward(Tensor x, int timestep, Tensor prompt, int step, AttentionProcessor processor,
                          Optional<DeepFeatures> deep, boolean whole) {
        UNetPass pass = new UNetPass(torch.silu(timeEmbedding.forward(timestep)), prompt, step, processor);
        int fine = Math.min(DeepFeatures.FINE_LEVELS, config.levels());
        List<Tensor> skips = new ArrayList<>();
        Tensor hidden = convIn.forward(x);
        skips.add(hidden);
        for (int level = 0; level < (whole ? config.levels() : fine); level++) {
            hidden = down.get(level).forward(hidden, pass, skips, whole || level < fine - 1);
        }
        int coarse = config.levels() - fine;
        if (whole) {
            hidden = middle.forward(hidden, pass);
            for (UpBlock block : up.subList(0, coarse)) {
                hidden = block.forward(hidden, pass, skips);
            }
            Tensor map = hidden;
            deep.ifPresent(store -> store.keep(map));
        } else {
            hidden = deep.flatMap(DeepFeatures::map).orElseThrow();
        }
        for (UpBlock block : up.subList(coarse, config.levels())) {
            hidden = block.forward(hidden, pass, skips);
        }
        return convOut.forward(torch.silu(normOut.forward(hidden)));
    }
}
