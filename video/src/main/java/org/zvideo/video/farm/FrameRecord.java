package org.zvideo.video.farm;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.zvideo.video.report.FrameMeasures;
import org.zvideo.video.report.MeasuredFrame;

/**
 * A finished frame.
 *
 * @param frame    its number in the video
 * @param sha256   of its picture's file
 * @param bytes    size of that file
 * @param seconds  that it took
 * @param model    how it was made
 * @param measured what was measured on it; null if nothing was to be measured
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record FrameRecord(
        long frame, String sha256, long bytes, double seconds, FrameMeasures model, MeasuredFrame measured) {}
