package org.zvideo.core.diffusion;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;
import org.zvideo.core.attention.AttentionProcessor;
import org.zvideo.core.torch.Ops;
import org.zvideo.core.torch.TensorScope;
import org.zvideo.core.unet.MotionModules;
import org.zvideo.core.unet.UNetRun;

/**
 * ε_θ of frames along one path, each the mean over the windows that hold it, with their triangular weights. A window of one frame
 * has no motion, and takes the U-Net without motion modules.
 */
final class WindowPredictor implements AutoCloseable {
    private final NoisePredictor predictor;
    private final MotionModules motion;
    private final List<Window> windows;
    /** For each window one for each of its frames, whose coarse features depend on the window. */
    private final List<List<PathPredictor>> paths;

    /** What decides the attention of a frame in one of its windows. */
    @FunctionalInterface
    interface Processors {
        AttentionProcessor of(int frame, Window window);
    }

    WindowPredictor(NoisePredictor predictor, MotionModules motion, List<Window> windows, int coarseInterval) {
        this.predictor = predictor;
        this.motion = motion;
        this.windows = windows;
        this.paths = windows.stream()
                .map(window -> IntStream.range(0, window.length())
                        .mapToObj(n -> new PathPredictor(predictor, coarseInterval))
                        .toList())
                .toList();
    }

    /**
     * Predicts the noise of some frames.
     *
     * @param latents of every frame that a window holds [1, C, h, w]
     * @param first   the first frame that is wanted; all after it are
     * @param end     one past the last frame
     * @param step    denoising step, or that of an inversion
     * @return [1, C, h, w] for each frame; belongs to the scope of the caller
     */
    List<Tensor> predict(
            IntFunction<Tensor> latents, int first, int end, int timestep, int step, Processors processors) {
        List<@Nullable Tensor> sums = new ArrayList<>(IntStream.range(first, end)
                .<@Nullable Tensor>mapToObj(frame -> null)
                .toList());
        for (int w = 0; w < windows.size(); w++) {
            Window window = windows.get(w);
            List<Tensor> noise = predict(window, paths.get(w), latents, timestep, step, processors);
            for (int frame = Math.max(first, window.begin()); frame < window.end(); frame++) {
                Tensor part = Ops.times(noise.get(frame - window.begin()), share(window, frame));
                Tensor sum = sums.get(frame - first);
                sums.set(frame - first, sum == null ? part : sum.add(part));
            }
        }
        return List.copyOf(sums);
    }

    /** The share of a window in the mean of a frame. */
    private double share(Window window, int frame) {
        return share(windows, window, frame);
    }

    /** The share of a window in the mean of a frame over several windows. */
    static double share(List<Window> windows, Window window, int frame) {
        return window.weight(frame)
                / windows.stream().mapToDouble(other -> other.weight(frame)).sum();
    }

    private List<Tensor> predict(
            Window window,
            List<PathPredictor> ofFrames,
            IntFunction<Tensor> latents,
            int timestep,
            int step,
            Processors processors) {
        List<Tensor> x = new ArrayList<>();
        List<UNetRun> runs = new ArrayList<>();
        for (int frame = window.begin(); frame < window.end(); frame++) {
            x.add(latents.apply(frame));
            runs.add(ofFrames.get(frame - window.begin()).run(timestep, step, processors.of(frame, window)));
        }
        if (x.size() == 1) {
            return List.of(TensorScope.result("frame", () -> predictor.predict(x.get(0), runs.get(0))));
        }
        return predictor.predict(x, runs, motion);
    }

    @Override
    public void close() {
        paths.forEach(ofWindow -> ofWindow.forEach(PathPredictor::close));
    }
}
