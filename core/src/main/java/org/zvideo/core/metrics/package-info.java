/**
 * Measures of METHOD.md §8 that need no video.
 *
 * <p>Diff between frames, VGG losses, style difference (Eq. 14), the cosine of Fig. 3.
 */
@NullMarked
package org.zvideo.core.metrics;

import org.jspecify.annotations.NullMarked;
