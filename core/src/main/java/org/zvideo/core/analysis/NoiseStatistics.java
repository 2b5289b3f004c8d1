package org.zvideo.core.analysis;

/**
 * Fig. 5: what a picture's inverted noise traj[T] is like.
 *
 * @param mean     per channel
 * @param variance per channel, population
 */
public record NoiseStatistics(double[] mean, double[] variance) {}
