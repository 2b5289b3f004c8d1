package org.zvideo.video.plan;

/**
 * What a job will cost.
 *
 * @param steps   denoising steps T
 * @param every   every how many frames the model runs
 * @param seconds in all, loading the model left out
 * @param memory  most resident bytes
 * @param disk    bytes of the result, and of keys and values that lie in files
 * @param flops   of the U-Net, in all
 * @param units   of a frame, in unedited U-Net runs, mean over all frames
 */
public record WorkPlan(int steps, int every, double seconds, long memory, long disk, double flops, double units) {}
