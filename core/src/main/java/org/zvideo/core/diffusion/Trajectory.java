package org.zvideo.core.diffusion;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.zvideo.core.attention.AttentionProcessor;
import org.zvideo.core.attention.AttentionSite;
import org.zvideo.core.error.Closing;
import org.zvideo.core.torch.TensorOwner;
import org.zvideo.core.torch.TensorScope;

/** A DDIM inversion: T+1 latents from the clean one (0) to the inverted noise (T). Owns its tensors. */
public final class Trajectory implements AutoCloseable {
    private final TensorOwner owner = new TensorOwner("trajectory");
    private final List<Tensor> latents = new ArrayList<>();

    private Trajectory() {}

    /**
     * Inverts a clean latent [1, C, h, w]: for each τ_k, ascending, from t' = τ_k − s up to τ_k with ε_θ(x, τ_k) of
     * unedited attention. Where both ends have the same ᾱ (k = 0 without offset) the latent stays as it is.
     *
     * @param progress run after each of the T steps
     */
    public static Trajectory invert(
            NoisePredictor predictor, NoiseSchedule schedule, Tensor latent, int steps, Runnable progress) {
        try (PathPredictor path = new PathPredictor(predictor, 1)) {
            return invert(path, schedule, latent, steps, progress);
        }
    }

    /** Inverts with a predictor that may reuse features between steps. */
    static Trajectory invert(
            PathPredictor predictor, NoiseSchedule schedule, Tensor latent, int steps, Runnable progress) {
        Trajectory trajectory = new Trajectory();
        return Closing.onFailure(trajectory, () -> {
            trajectory.latents.add(trajectory.owner.keep(latent));
            for (int t : schedule.timesteps(steps)) {
                trajectory.add(predictor, t, schedule.alpha(t - schedule.stride(steps)), schedule.alpha(t));
                progress.run();
            }
            return trajectory;
        });
    }

    private void add(PathPredictor predictor, int t, double from, double to) {
        Tensor x = noise();
        if (from == to) {
            latents.add(x);
            return;
        }
        try (TensorScope step = TensorScope.open("inversion step")) {
            Tensor noise = predictor.predict(x, t, AttentionSite.INVERSION, AttentionProcessor.PLAIN);
            latents.add(owner.keep(Ddim.noised(Ddim.predictedOriginal(x, noise, from), noise, to)));
        }
    }

    /** Latent k: 0 is the clean one, T the noise. */
    public Tensor at(int k) {
        return latents.get(k);
    }

    /** The inverted noise, latent T. */
    public Tensor noise() {
        return latents.get(latents.size() - 1);
    }

    @Override
    public void close() {
        latents.clear();
        owner.close();
    }
}
