/**
 * Pictures as plain Java values: 8-bit RGB, masks, the sizes that a frame has on its way through the model, and what an
 * observer receives about a frame. Nothing here holds native memory, so these values may be kept, compared and sent anywhere.
 *
 * <p>The other packages of {@code core} use this one; it uses only {@code core.error}.
 */
@NullMarked
package org.zvideo.core.image;

import org.jspecify.annotations.NullMarked;
