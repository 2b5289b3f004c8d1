/**
 * Measures of how consistent a result is, and the files that report them.
 *
 * <p>{@link org.zvideo.video.report.ConsistencyMeter} takes source and result frame by frame, and provides statistics
 * for each frame and a summary. Its two halves can be apart: {@link org.zvideo.video.report.FrameMeter} measures the frames
 * of a shot, and {@link org.zvideo.video.report.SummedMeter} adds up what was measured of all shots.
 */
package org.zvideo.video.report;
