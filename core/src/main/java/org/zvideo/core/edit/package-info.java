/**
 * The edits of the method: whose keys and values a query meets.
 *
 * <p>{@link org.zvideo.core.edit.EditedAttention} is the processor that the network calls. It composes two edits: {@link
 * org.zvideo.core.edit.InterFrameAttention} replaces the content block (Eq. 18), and a {@link
 * org.zvideo.core.edit.StyleArrangement} lets the styles join it (Eq. 7–11, 24). {@link org.zvideo.core.edit.RegionMask}
 * limits where a style acts. A {@link org.zvideo.core.edit.KeyValueStore} keeps the keys and values of the style path and
 * of earlier frames until they are needed.
 *
 * <p>The network does not depend on this package: it knows {@link org.zvideo.core.attention.AttentionProcessor} only.
 */
package org.zvideo.core.edit;
