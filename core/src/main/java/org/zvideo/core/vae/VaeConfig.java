package org.zvideo.core.vae;

/** Sizes of an autoencoder, whatever its kind. */
public interface VaeConfig {
    /** C of the latents. */
    int latentChannels();

    /** Pixels per latent element along one side. */
    int factor();
}
