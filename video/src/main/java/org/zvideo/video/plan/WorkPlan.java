package org.zvideo.video.plan;

/**
 * What a job will cost.
 *
 * @param steps denoising steps T
 * @param every the interval of key frames, in frames
 * @param seconds total time without loading the model
 * @param memory peak resident bytes
 * @param disk bytes of the result, and of keys and values stored in files
 * @param flops total floating-point operations of the U-Net
 * @param units unedited U-Net passes per frame, averaged over all frames
 */
public record WorkPlan(int steps, int every, double seconds, long memory, long disk, double flops, double units) {}
