/**
 * The parts of the method that act on latents directly.
 *
 * <p>{@link org.zvideo.core.guidance.Sain} adjusts the initial noise (Eq. 15–17). {@link
 * org.zvideo.core.guidance.EnergyGuidance} pulls a frame toward the previous one (Eq. 19).
 */
@NullMarked
package org.zvideo.core.guidance;

import org.jspecify.annotations.NullMarked;
