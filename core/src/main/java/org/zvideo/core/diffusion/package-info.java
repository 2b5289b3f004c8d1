/**
 * The sampler and the loop.
 *
 * <p>{@link org.zvideo.core.diffusion.DualPath} shows the whole method in numbered stages; {@link
 * org.zvideo.core.diffusion.Trajectory} inverts, {@link org.zvideo.core.diffusion.Ddim} steps, {@link
 * org.zvideo.core.diffusion.NoiseSchedule} knows ᾱ. What a frame leaves for the next ones is its {@link
 * org.zvideo.core.diffusion.FrameFeatures}.
 */
package org.zvideo.core.diffusion;
