/**
 * The sampler and the loop.
 *
 * <p>{@link org.zvideo.core.diffusion.DualPath} shows the whole method in numbered steps. {@link
 * org.zvideo.core.diffusion.Trajectory} inverts, {@link org.zvideo.core.diffusion.Ddim} takes a step, and {@link
 * org.zvideo.core.diffusion.NoiseSchedule} holds ᾱ. A frame leaves its {@link org.zvideo.core.diffusion.FrameFeatures} to the
 * frames after it.
 */
package org.zvideo.core.diffusion;
