/**
 * The autoencoder.
 *
 * <p>Pictures in [−1, 1] to latents (the posterior's mean times the scaling factor) and back, in float32 always: half
 * precision overflows here.
 */
package org.zvideo.core.vae;
