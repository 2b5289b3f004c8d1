package org.zvideo.core.diffusion;

import java.util.Optional;
import org.bytedeco.pytorch.Tensor;
import org.zvideo.core.attention.AttentionProcessor;
import org.zvideo.core.error.Closing;
import org.zvideo.core.guidance.Jacobian;
import org.zvideo.core.torch.Gradients;
import org.zvideo.core.torch.Ops;
import org.zvideo.core.unet.GradientCheckpointing;
import org.zvideo.core.unet.UNetRun;
import org.zvideo.core.weights.PredictionType;

/**
 * What the U-Net says at a step, with the derivative of x̂₀ that the energy may ask for.
 *
 * @param estimate x̂₀ and ε̂
 * @param jacobian of x̂₀ with respect to the latent
 */
record Prediction(Estimate estimate, Jacobian jacobian, Optional<GradientCheckpointing> checkpoints)
        implements AutoCloseable {
    /**
     * What the U-Net says in a run.
     *
     * @param alpha       ᾱ of x
     * @param silent      does what the run's processor does, and nothing besides: the derivative goes through the U-Net; empty
     *                    where its output counts as constant
     * @param checkpoints whether the U-Net is computed again for its derivative instead of kept in memory
     */
    static Prediction of(
            NoisePredictor predictor,
            PredictionType type,
            Tensor x,
            UNetRun run,
            double alpha,
            Optional<AttentionProcessor> silent,
            boolean checkpoints) {
        if (silent.isEmpty()) {
            return held(predictor, type, x, run, alpha);
        }
        return checkpoints
                ? withCheckpoints(predictor, type, x, run, alpha, silent.get())
                : withGraph(predictor, type, x, run, alpha);
    }

    private static Prediction held(NoisePredictor predictor, PredictionType type, Tensor x, UNetRun run, double alpha) {
        Tensor output = predictor.predict(x, run);
        return new Prediction(Estimate.of(type, x, output, alpha), Jacobian.held(type, alpha), Optional.empty());
    }

    /** Through the U-Net, whose graph waits in memory. */
    private static Prediction withGraph(
            NoisePredictor predictor, PredictionType type, Tensor x, UNetRun run, double alpha) {
        try (Gradients on = Gradients.on()) {
            Tensor leaf = x.detach().requires_grad_(true);
            Estimate estimate = Estimate.of(type, leaf, predictor.predict(leaf, run), alpha);
            return new Prediction(
                    new Estimate(estimate.original().detach(), estimate.noise().detach()),
                    Jacobian.ofGraph(leaf, estimate.original()),
                    Optional.empty());
        }
    }

    /**
     * Through the U-Net, whose stages are computed again.
     *
     * @param silent does what the run's processor does, and nothing besides
     */
    private static Prediction withCheckpoints(
            NoisePredictor predictor,
            PredictionType type,
            Tensor x,
            UNetRun run,
            double alpha,
            AttentionProcessor silent) {
        GradientCheckpointing checkpoints = new GradientCheckpointing(predictor.unet(), predictor.prompt());
        Tensor output = Closing.onFailure(
                checkpoints,
                () -> predictor
                        .placement()
                        .toLatentFormat(
                                checkpoints.forward(predictor.placement().toNetworkFormat(x), run)));
        Jacobian jacobian = gradient -> {
            Tensor ofOutput = predictor
                    .placement()
                    .toLatentFormat(
                            checkpoints.transposedJacobian(predictor.placement().toNetworkFormat(gradient), silent));
            return Ops.combine(Jacobian.slope(type, alpha), gradient, Estimate.slopeOfOutput(type, alpha), ofOutput);
        };
        return new Prediction(Estimate.of(type, x, output, alpha), jacobian, Optional.of(checkpoints));
    }

    @Override
    public void close() {
        checkpoints.ifPresent(GradientCheckpointing::close);
    }
}
