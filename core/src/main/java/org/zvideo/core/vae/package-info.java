/**
 * The autoencoders.
 *
 * <p>They turn pictures in [−1, 1] into latents and back: Stable Diffusion's own, whose latents are the posterior's mean times the
 * scaling factor, and tiny ones. All compute in float32, because half precision overflows in Stable Diffusion's.
 */
package org.zvideo.core.vae;
