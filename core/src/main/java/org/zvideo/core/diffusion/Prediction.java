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

/**
 * What the U-Net says at a step, with the derivative of x̂₀ that the energy may ask for.
 *
 * @param noise    ε [1, C, h, w]
 * @param original x̂₀ [1, C, h, w]
 * @param jacobian of x̂₀ with respect to the latent
 */
record Prediction(Tensor noise, Tensor original, Jacobian jacobian, Optional<GradientCheckpointing> checkpoints)
        implements AutoCloseable {
    /** ε counts as constant. */
    static Prediction held(NoisePredictor predictor, Tensor x, UNetRun run, double alpha) {
        Tensor noise = predictor.predict(x, run);
        return new Prediction(noise, Ddim.predictedOriginal(x, noise, alpha), Jacobian.held(alpha), Optional.empty());
    }

    /** Through the U-Net, whose graph waits in memory. */
    static Prediction withGraph(NoisePredictor predictor, Tensor x, UNetRun run, double alpha) {
        try (Gradients on = Gradients.on()) {
            Tensor leaf = x.detach().requires_grad_(true);
            Tensor noise = predictor.predict(leaf, run);
            Tensor original = Ddim.predictedOriginal(leaf, noise, alpha);
            return new Prediction(
                    noise.detach(), original.detach(), Jacobian.ofGraph(leaf, original), Optional.empty());
        }
    }

    /**
     * Through the U-Net, whose stages are computed again.
     *
     * @param silent does what the run's processor does, and nothing besides
     */
    static Prediction withCheckpoints(
            NoisePredictor predictor, Tensor x, UNetRun run, double alpha, AttentionProcessor silent) {
        GradientCheckpointing checkpoints = new GradientCheckpointing(predictor.unet(), predictor.prompt());
        Tensor noise = Closing.onFailure(
                checkpoints,
                () -> predictor
                        .placement()
                        .toLatentFormat(
                                checkpoints.forward(predictor.placement().toNetworkFormat(x), run)));
        Jacobian jacobian = gradient -> {
            Tensor ofNoise = predictor
                    .placement()
                    .toLatentFormat(
                            checkpoints.transposedJacobian(predictor.placement().toNetworkFormat(gradient), silent));
            return Ops.combine(1 / Math.sqrt(alpha), gradient, -Math.sqrt((1 - alpha) / alpha), ofNoise);
        };
        return new Prediction(noise, Ddim.predictedOriginal(x, noise, alpha), jacobian, Optional.of(checkpoints));
    }

    @Override
    public void close() {
        checkpoints.ifPresent(GradientCheckpointing::close);
    }
}
