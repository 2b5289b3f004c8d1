/**
 * Processes video files with frame filters.
 *
 * <p>{@link org.zvideo.video.VideoReader} yields frames and packets in file order. {@link
 * org.zvideo.video.FramePipeline} sends frames through JavaCV filters. {@code VideoWriter} encodes them at their own
 * times and copies the packets. {@link org.zvideo.video.job.VideoJob} adds measures and reports.
 *
 * <p>Package {@code picture} reads pictures, package {@code file} creates files, and package {@code error} reports what
 * goes wrong. None of these uses this package.
 *
 * <p>Trap: everything that FFmpeg does ends in a return code, and writing also sets the output's error flag. All of
 * them are checked.
 */
package org.zvideo.video;
