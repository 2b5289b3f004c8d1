package org.zvideo.core.diffusion;

/**
 * The networks of a model. They have the same shape; both are one and the same unless weights for few steps denoise what the
 * model that they were made from has inverted, since such weights cannot be followed backwards.
 *
 * @param denoising records what styles project, and denoises frames
 * @param inverting inverts styles and frames
 */
public record Networks(NoisePredictor denoising, NoisePredictor inverting) {
    /** One network for both. */
    public Networks(NoisePredictor both) {
        this(both, both);
    }
}
