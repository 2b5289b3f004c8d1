/**
 * JavaCV frame filters: the model's, and those that wrap it for shots, key frames and masks.
 *
 * <p>{@link org.zvideo.video.filter.StyleTransferFilter} can stand in any grabber loop.
 *
 * <p>Trap: a grabbed frame is overwritten by the next grab; {@link org.zvideo.video.RgbFrames} copies at once. Whatever
 * remembers frames (keys and values, key frames of the propagation) must forget them at a cut.
 */
package org.zvideo.video.filter;
