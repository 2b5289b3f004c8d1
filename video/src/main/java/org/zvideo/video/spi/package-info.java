/**
 * The interface for plug-ins. {@link org.zvideo.video.spi.FrameFilters} finds jars with a {@link
 * org.zvideo.video.spi.FrameFilterProvider}, and {@code --filter NAME} uses their filters.
 *
 * <p>Trap: a plug-in is code, with all the rights of the program.
 */
@NullMarked
package org.zvideo.video.spi;

import org.jspecify.annotations.NullMarked;
