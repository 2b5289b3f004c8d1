/**
 * The method's heart: whose keys and values a query meets.
 *
 * <p>A layer's projections come in with the {@link org.zvideo.core.attention.AttentionSite}, mixed values leave.
 * {@link org.zvideo.core.attention.EditedAttention} composes the two edits: {@link
 * org.zvideo.core.attention.InterFrameAttention} replaces the content block (Eq. 18), a {@link
 * org.zvideo.core.attention.StyleArrangement} lets the styles join (Eq. 7–11, 24), {@link
 * org.zvideo.core.attention.RegionMask} says where. {@link org.zvideo.core.attention.ScaledDotProduct} is the only kernel.
 *
 * <p>Trap: processors are values. They count no calls; the site says which layer and step it is.
 */
package org.zvideo.core.attention;
