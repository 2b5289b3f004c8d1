package org.zvideo.core.diffusion;

import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.zvideo.core.attention.AttentionProcessor;
import org.zvideo.core.torch.Placement;
import org.zvideo.core.unet.MotionModules;
import org.zvideo.core.unet.UNet;
import org.zvideo.core.unet.UNetRun;

/**
 * The U-Net with the null prompt: latents come and go in the sampler's number format, the U-Net computes in its own. Its output
 * is ε_θ or v_θ, as the model's {@link NoiseSchedule#prediction} says; only who knows the latent's ᾱ can tell one from the other.
 *
 * @param prompt [L, contextWidth] in the U-Net's format
 */
public record NoisePredictor(UNet unet, Tensor prompt, Placement placement) {
    /** The output at x and t [1, C, h, w]; the processor learns the step. */
    public Tensor predict(Tensor x, int timestep, int step, AttentionProcessor processor) {
        return predict(x, new UNetRun(timestep, step, processor));
    }

    /** ε_θ of the frames of a window [1, C, h, w] each, which motion modules tie together. */
    List<Tensor> predict(List<Tensor> frames, List<UNetRun> runs, MotionModules motion) {
        List<Tensor> noise =
                unet.forward(frames.stream().map(placement::toNetworkFormat).toList(), prompt, runs, motion);
        return noise.stream().map(placement::toLatentFormat).toList();
    }

    Tensor predict(Tensor x, UNetRun run) {
        return placement.toLatentFormat(unet.forward(placement.toNetworkFormat(x), prompt, run));
    }
}
