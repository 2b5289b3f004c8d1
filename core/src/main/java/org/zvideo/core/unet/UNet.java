package org.zvideo.core.unet;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.zvideo.core.nn.Conv2d;
import org.zvideo.core.nn.GroupNorm;
import org.zvideo.core.weights.WeightScope;

/** Stable Diffusion v1's U-Net: ε_θ(x, t) with the null prompt and a processor for its self-attention layers. */
public record UNet(
        UNetConfig config,
        TimestepEmbedding timeEmbedding,
        Conv2d convIn,
        List<DownBlock> down,
        MidBlock middle,
        List<UpBlock> up,
        GroupNorm normOut,
        Conv2d convOut) {
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
        return new UNet(
                config,
                TimestepEmbedding.load(scope.child("time_embedding"), config),
                Conv2d.load(scope.child("conv_in"), config.inChannels(), first, 3),
                down,
                middle,
                up,
                GroupNorm.load(scope.child("conv_norm_out"), config.groups(), first, config.normEpsilon()),
                Conv2d.load(scope.child("conv_out"), first, config.inChannels(), 3));
    }

    /**
     * Predicts the noise ε_θ(x, t).
     *
     * @param x      latent [1, C, h, w] in the network's number format
     * @param prompt embedding [L, contextWidth]
     * @return [1, C, h, w]
     */
    public Tensor forward(Tensor x, Tensor prompt, UNetRun run) {
        FeatureMaps maps = new FeatureMaps(x);
        stages(prompt, run).forEach(stage -> stage.run(maps));
        return maps.current();
    }

    /** The network's pieces in their order: 1 time, 2 in, 3 down, 4 mid, 5 up, 6 out. */
    List<Stage> stages(Tensor prompt, UNetRun run) {
        Tensor time = torch.silu(timeEmbedding.forward(run.timestep())); // 1
        UNetPass pass = new UNetPass(time, prompt, run.step(), run.processor());
        int fine = Math.min(CoarseFeatures.FINE_LEVELS, config.levels());
        int coarse = config.levels() - fine;
        List<Stage> stages = new ArrayList<>();
        stages.add(new Stage(
                "in",
                maps -> { // 2
                    maps.replace(convIn.forward(maps.current()));
                    maps.pushSkip();
                }));
        for (int level = 0; level < (run.whole() ? config.levels() : fine); level++) { // 3
            stages.addAll(down.get(level).stages("down " + level, pass, run.whole() || level < fine - 1));
        }
        if (run.whole()) {
            stages.add(new Stage("mid", maps -> maps.replace(middle.forward(maps.current(), pass)))); // 4
            for (int index = 0; index < coarse; index++) {
                stages.addAll(up.get(index).stages("up " + index, pass));
            }
            stages.add(new Stage("keep", maps -> run.coarse().ifPresent(store -> store.keep(maps.current()))));
        } else {
            stages.add(new Stage(
                    "reuse",
                    maps -> maps.replace(
                            run.coarse().flatMap(CoarseFeatures::map).orElseThrow())));
        }
        for (int index = coarse; index < config.levels(); index++) { // 5
            stages.addAll(up.get(index).stages("up " + index, pass));
        }
        stages.add(new Stage(
                "out", maps -> maps.replace(convOut.forward(torch.silu(normOut.forward(maps.current())))))); // 6
        return stages;
    }
}
