/**
 * The autoencoder.
 *
 * <p>It turns pictures in [−1, 1] into latents, which are the posterior's mean times the scaling factor, and back. It always
 * computes in float32, because half precision overflows here.
 */
package org.zvideo.core.vae;
