package org.zvideo.core.diffusion;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;
import org.bytedeco.pytorch.Tensor;
import org.zvideo.core.attention.AttentionProcessor;
import org.zvideo.core.attention.AttentionSite;
import org.zvideo.core.error.Closing;
import org.zvideo.core.torch.TensorOwner;
import org.zvideo.core.torch.TensorScope;
import org.zvideo.core.weights.PredictionType;

/**
 * A DDIM inversion: T+1 latents from the clean one (0) to the inverted noise (T), those that the denoising steps see. It may
 * have taken more steps than T. Owns its tensors.
 */
public final class Trajectory implements AutoCloseable {
    private final TensorOwner owner = new TensorOwner("trajectory");
    private final List<Tensor> latents = new ArrayList<>();

    private Trajectory() {}

    /**
     * Inverts a clean latent [1, C, h, w]: for each τ_k of a grid, ascending, from level k to level k + 1 with what the network
     * says at x and τ_k with unedited attention. Where both levels are the same (k = 0 without offset) the latent stays as it is.
     *
     * @param predictor may reuse features between steps
     * @param kept      grid of the latents that {@link #at} gives
     * @param taken     grid of the steps, which contains that
     * @param held      whether a step, 0 at the clean latent, takes ε from the step before it
     * @param progress  run after each of the steps
     */
    static Trajectory invert(
            PathPredictor predictor,
            PredictionType type,
            TimestepGrid kept,
            TimestepGrid taken,
            Tensor latent,
            IntPredicate held,
            Runnable progress) {
        Trajectory trajectory = new Trajectory();
        return Closing.onFailure(trajectory, () -> {
            try (TensorOwner passing = new TensorOwner("latents of an inversion");
                    TensorOwner noises = new TensorOwner("noise of an inversion")) {
                Tensor x = trajectory.owner.keep(latent);
                trajectory.latents.add(x);
                Tensor noise = null;
                for (int k = 0; k < taken.steps(); k++) {
                    int t = taken.timesteps()[k];
                    double from = taken.levels()[k];
                    double to = taken.levels()[k + 1];
                    if (from == to) {
                        noise = null;
                    } else {
                        try (TensorScope step = TensorScope.open("inversion step")) {
                            Optional<Tensor> known = held.test(k) ? Optional.ofNullable(noise) : Optional.empty();
                            Estimate estimate = known.isPresent()
                                    ? Estimate.ofNoise(x, known.get(), from)
                                    : Estimate.of(type, x, predict(predictor, x, t), from);
                            Tensor next = Ddim.noised(estimate.original(), estimate.noise(), to);
                            x = (kept.contains(t) ? trajectory.owner : passing).keep(next);
                            if (known.isEmpty()) {
                                noises.clear();
                                noise = noises.keep(estimate.noise());
                            }
                        }
                    }
                    if (kept.contains(t)) {
                        trajectory.latents.add(x);
                    }
                    progress.run();
                }
            }
            return trajectory;
        });
    }

    private static Tensor predict(PathPredictor predictor, Tensor x, int timestep) {
        return predictor.predict(x, timestep, AttentionSite.INVERSION, AttentionProcessor.PLAIN);
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
