/**
 * Measures of how consistent a result is, and the files that report them.
 *
 * <p>{@link org.zvideo.video.report.ConsistencyMeter} takes source and result frame by frame, and provides statistics
 * for each frame and a summary.
 */
package org.zvideo.video.report;
