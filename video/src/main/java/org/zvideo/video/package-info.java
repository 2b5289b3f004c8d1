/**
 * Video files through frame filters.
 *
 * <p>{@link org.zvideo.video.VideoReader} yields frames and packets in file order, {@link
 * org.zvideo.video.FramePipeline} sends frames through JavaCV filters, {@code VideoWriter} encodes them
 * at their own times and copies the packets; {@link org.zvideo.video.job.VideoJob} adds measures and reports.
 *
 * <p>Pictures are read in {@code picture}, files of ours are made in {@code file}, and what goes wrong is told by {@code
 * error}; none of these uses this package.
 *
 * <p>Trap: everything FFmpeg does ends in a return code, and the output's error flag besides. All are looked at.
 */
package org.zvideo.video;
