package org.zvideo.core.diffusion;

import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.zvideo.core.attention.AttentionProcessor;

/** One prediction of a {@link WindowPredictor} for the tests of other packages. */
public final class WindowedNoise {
    private WindowedNoise() {}

    /** ε of the frames of a shot at a timestep [1, C, h, w]. */
    public static List<Tensor> of(LatentDiffusion model, List<Tensor> frames, WindowSize size, int timestep) {
        try (WindowPredictor predictor = new WindowPredictor(
                model.predictor(), model.motion().orElseThrow(), Window.over(0, frames.size(), size), 1)) {
            return predictor.predict(
                    frames::get, 0, frames.size(), timestep, 0, (frame, window) -> AttentionProcessor.PLAIN);
        }
    }
}
