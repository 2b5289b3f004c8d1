/**
 * JavaCV frame filters.
 *
 * <p>{@link org.zvideo.video.filter.StyleTransferFilter} can stand in any grabber loop.
 *
 * <p>Trap: a grabbed frame is overwritten by the next grab; {@link org.zvideo.video.filter.RgbFrames} copies at once.
 */
package org.zvideo.video.filter;
