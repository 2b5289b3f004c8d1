package org.zvideo.core.unet;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.zvideo.core.nn.Conv2d;
import org.zvideo.core.nn.GroupNorm;
import org.zvideo.core.torch.TensorScope;
import org.zvideo.core.weights.WeightScope;

/** The U-Net of Stable Diffusion 1 and 2: ε or v at (x, t), with the null prompt and a processor for its self-attention layers. */
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

    /**
     * Predicts the noise of the frames of a window, which motion modules tie together: after each stage of all frames, the
     * module that stands there.
     *
     * @param frames latents [1, C, h, w] in the network's number format, at least two
     * @param prompt embedding [L, contextWidth]
     * @param runs   of each frame
     * @return [1, C, h, w] for each
     */
    public List<Tensor> forward(List<Tensor> frames, Tensor prompt, List<UNetRun> runs, MotionModules motion) {
        List<HeldMaps> maps = frames.stream().map(HeldMaps::new).toList();
        try {
            try (TensorScope scope = TensorScope.open("window")) {
                List<List<Stage>> stages =
                        runs.stream().map(run -> stages(prompt, run)).toList();
                for (int n = 0; n < stages.get(0).size(); n++) {
                    advance(maps, stages, n, motion);
                }
            }
            return maps.stream().map(held -> held.current().clone()).toList(); // the caller's
        } finally {
            maps.forEach(HeldMaps::close);
        }
    }

    /** Runs a stage of all frames, and the module that follows it. */
    static void advance(List<HeldMaps> maps, List<List<Stage>> stages, int stage, MotionModules motion) {
        for (int frame = 0; frame < maps.size(); frame++) {
            maps.get(frame).compute(stages.get(frame).get(stage));
        }
        Stage any = stages.get(0).get(stage);
        motion.after(any).ifPresent(module -> {
            try (TensorScope scope = TensorScope.open("motion")) {
                List<Tensor> moved =
                        module.forward(maps.stream().map(HeldMaps::current).toList());
                for (int frame = 0; frame < maps.size(); frame++) {
                    maps.get(frame).replace(moved.get(frame));
                }
            }
        });
        if (any.keeps()) {
            maps.forEach(HeldMaps::pushSkip);
        }
    }

    /** The network's pieces in their order: 1 time, 2 in, 3 down, 4 mid, 5 up, 6 out. */
    List<Stage> stages(Tensor prompt, UNetRun run) {
        Tensor time = torch.silu(timeEmbedding.forward(run.timestep())); // 1
        UNetPass pass = new UNetPass(time, prompt, run.step(), run.processor());
        int fine = Math.min(CoarseFeatures.FINE_LEVELS, config.levels());
        int coarse = config.levels() - fine;
        List<Stage> stages = new ArrayList<>();
        stages.add(new Stage("in", maps -> maps.replace(convIn.forward(maps.current())), true)); // 2
        for (int level = 0; level < (run.whole() ? config.levels() : fine); level++) { // 3
            stages.addAll(down.get(level).stages(level, pass, run.whole() || level < fine - 1));
        }
        if (run.whole()) {
            stages.addAll(middle.stages(pass)); // 4
            for (int index = 0; index < coarse; index++) {
                stages.addAll(up.get(index).stages(index, pass));
            }
            stages.add(new Stage("keep", maps -> run.coarse().ifPresent(store -> store.keep(maps.current()))));
        } else {
            stages.add(new Stage(
                    "reuse",
                    maps -> maps.replace(
                            run.coarse().flatMap(CoarseFeatures::map).orElseThrow())));
        }
        for (int index = coarse; index < config.levels(); index++) { // 5
            stages.addAll(up.get(index).stages(index, pass));
        }
        stages.add(new Stage(
                "out", maps -> maps.replace(convOut.forward(torch.silu(normOut.forward(maps.current())))))); // 6
        return stages;
    }
}
