package org.zvideo.core.unet;

import java.util.List;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;
import org.zvideo.core.attention.AttentionProcessor;
import org.zvideo.core.diffusion.LatentDiffusion;

/** The middle of a U-Net with motion modules, for the tests of other packages. */
public final class MiddleOfWindow {
    private MiddleOfWindow() {}

    /** What it makes of the maps [1, C, h, w] of the frames of a window. */
    public static List<Tensor> of(LatentDiffusion model, List<Tensor> frames, int timestep) {
        UNetRun run = new UNetRun(timestep, 0, AttentionProcessor.PLAIN);
        List<List<Stage>> stages = frames.stream()
                .map(frame -> model.predictor().unet().stages(model.predictor().prompt(), run))
                .toList();
        List<HeldMaps> maps = frames.stream().map(HeldMaps::new).toList();
        IntStream.range(0, stages.get(0).size())
                .filter(n -> stages.get(0).get(n).name().startsWith("mid."))
                .forEach(n -> UNet.advance(maps, stages, n, model.motion().orElseThrow()));
        return maps.stream().map(HeldMaps::current).toList();
    }
}
