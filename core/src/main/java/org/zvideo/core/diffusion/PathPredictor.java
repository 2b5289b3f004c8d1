package org.zvideo.core.diffusion;

import java.util.Optional;
import org.bytedeco.pytorch.Tensor;
import org.zvideo.core.attention.AttentionProcessor;
import org.zvideo.core.attention.AttentionSite;
import org.zvideo.core.unet.CoarseFeatures;
import org.zvideo.core.unet.UNetRun;

/**
 * ε_θ along one path of neighboring timesteps: only every k-th run computes the U-Net's coarse levels, the others take
 * them from the run before.
 */
public final class PathPredictor implements AutoCloseable {
    private final NoisePredictor predictor;
    private final int interval;
    private final CoarseFeatures coarse = new CoarseFeatures();
    private int inversions;
    private boolean kept;

    /** @param interval k; 1 computes everything in every run */
    public PathPredictor(NoisePredictor predictor, int interval) {
        this.predictor = predictor;
        this.interval = interval;
    }

    /** Like {@link NoisePredictor#predict}; which runs are whole is decided by the step, so that paths agree. */
    public Tensor predict(Tensor x, int timestep, int step, AttentionProcessor processor) {
        return predictor.predict(x, run(timestep, step, processor));
    }

    /** The next run on this path. */
    UNetRun run(int timestep, int step, AttentionProcessor processor) {
        if (interval == 1) {
            return new UNetRun(timestep, step, processor);
        }
        int at = step == AttentionSite.INVERSION ? inversions++ : step;
        boolean whole = !kept || at % interval == 0;
        kept = true;
        return new UNetRun(timestep, step, processor, Optional.of(coarse), whole);
    }

    NoisePredictor predictor() {
        return predictor;
    }

    @Override
    public void close() {
        coarse.close();
    }
}
