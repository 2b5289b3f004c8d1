/**
 * The network's attention layers, and the seam through which their self-attention can be edited.
 *
 * <p>A layer hands its projections and its {@link org.zvideo.core.attention.AttentionSite} to an {@link
 * org.zvideo.core.attention.AttentionProcessor}, which returns the mixed values. The edits of the method are in {@code
 * core.edit}. {@link org.zvideo.core.attention.ScaledDotProduct} is the only place that computes attention.
 *
 * <p>Trap: processors are values. They count no calls; the site says which layer and which step it is.
 */
@NullMarked
package org.zvideo.core.attention;

import org.jspecify.annotations.NullMarked;
