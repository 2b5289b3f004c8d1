package org.zvideo.core.diffusion;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;
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
            return invert(path, schedule, latent, steps, step -> false, progress);
        }
    }

    /**
     * Inverts with a predictor that may reuse features between steps.
     *
     * @param held whether a step, 0 at the clean latent, takes ε from the step before it
     */
    static Trajectory invert(
            PathPredictor predictor,
            NoiseSchedule schedule,
            Tensor latent,
            int steps,
            IntPredicate held,
            Runnable progress) {
        Trajectory trajectory = new Trajectory();
        return Closing.onFailure(trajectory, () -> {
            try (TensorOwner noise = new TensorOwner("noise of an inversion")) {
                trajectory.latents.add(trajectory.owner.keep(latent));
                int[] timesteps = schedule.timesteps(steps);
                Tensor before = null;
                for (int k = 0; k < steps; k++) {
                    int t = timesteps[k];
                    Optional<Tensor> kept = held.test(k) ? Optional.ofNullable(before) : Optional.empty();
                    before = trajectory.add(
                            predictor, kept, noise, t, schedule.alpha(t - schedule.stride(steps)), schedule.alpha(t));
                    progress.run();
                }
            }
            return trajectory;
        });
    }

    /** Adds the next latent, and returns the ε that led to it. */
    private @Nullable Tensor add(
            PathPredictor predictor, Optional<Tensor> held, TensorOwner noises, int t, double from, double to) {
        Tensor x = noise();
        if (from == to) {
            latents.add(x);
            return null;
        }
        try (TensorScope step = TensorScope.open("inversion step")) {
            Tensor noise =
                    held.orElseGet(() -> predictor.predict(x, t, AttentionSite.INVERSION, AttentionProcessor.PLAIN));
            latents.add(owner.keep(Ddim.noised(Ddim.predictedOriginal(x, noise, from), noise, to)));
            if (held.isEmpty()) {
                noises.clear();
                noises.keep(noise);
            }
            return noise;
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
