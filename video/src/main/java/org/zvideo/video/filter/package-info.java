/**
 * JavaCV frame filters around the stages of {@code stage}, and the masks of a run, which are read from files.
 *
 * <p>{@link org.zvideo.video.filter.StyleTransferFilter} can stand in any grabber loop.
 *
 * <p>Trap: a grabbed frame is overwritten by the next grab, so {@link org.zvideo.video.filter.StageFilter} copies it at once.
 */
package org.zvideo.video.filter;
