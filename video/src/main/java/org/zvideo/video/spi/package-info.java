/**
 * The seam for plug-ins.
 *
 * <p>Jars with a {@link org.zvideo.video.spi.FrameFilterProvider} come in, {@code --filter NAME} asks for their filters.
 * The trap: a plug-in is code, with all the rights of the program.
 */
@NullMarked
package org.zvideo.video.spi;

import org.jspecify.annotations.NullMarked;
