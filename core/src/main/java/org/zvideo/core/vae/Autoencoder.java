package org.zvideo.core.vae;

import java.util.List;
import org.bytedeco.pytorch.Tensor;

/**
 * The way between pictures and the U-Net's latents. What a latent was encoded with need not be what decodes it: both have the
 * same number of channels and the same factor.
 */
public interface Autoencoder {
    /** RGB [1, 3, H, W] in [−1, 1] to the latent [1, C, H/factor, W/factor]; H and W are multiples of the factor. */
    Tensor encode(Tensor image);

    /** Latent [1, C, h, w] to RGB [1, 3, H, W], nominally in [−1, 1], not clamped. */
    Tensor decode(Tensor latent);

    /** Whether the encoder has maps by which {@code contentVae} compares pictures: AutoencoderKL's has. */
    boolean hasFeatures();

    /**
     * The outputs [1, Cₙ, hₙ, wₙ] of the encoder's down blocks for RGB [1, 3, H, W] in [−1, 1], the deepest last.
     *
     * @throws IllegalStateException if it has none
     */
    List<Tensor> features(Tensor image);

    /** Sizes of what encodes. */
    VaeConfig encoderConfig();

    /** Sizes of what decodes. */
    VaeConfig decoderConfig();

    /** C of the latents. */
    default int latentChannels() {
        return encoderConfig().latentChannels();
    }

    /** Pixels per latent element along one side. */
    default int factor() {
        return encoderConfig().factor();
    }
}
