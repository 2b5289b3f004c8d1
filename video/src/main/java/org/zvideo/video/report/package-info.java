/**
 * How steady a result is.
 *
 * <p>{@link org.zvideo.video.report.ConsistencyMeter} takes source and result frame by frame and gives a line per frame
 * and a summary.
 */
package org.zvideo.video.report;
