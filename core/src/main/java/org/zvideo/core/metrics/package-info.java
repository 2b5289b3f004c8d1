/**
 * The measures of METHOD.md §8 that need no video: Diff between frames, the VGG losses, the style difference (Eq. 14) and the
 * cosine of Fig. 3.
 */
@NullMarked
package org.zvideo.core.metrics;

import org.jspecify.annotations.NullMarked;
