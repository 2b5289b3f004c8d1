package org.zvideo.core.bench;

/**
 * A piece of work that was timed.
 *
 * @param name        what it was
 * @param seconds     the median of its runs
 * @param gflop       10⁹ FLOPs of one run, counted beforehand
 * @param gflops      10⁹ FLOPs per second
 * @param ofPeak      its share of the faster of the two peaks of the same run and precision
 * @param peakMemory  most resident memory in bytes while it ran, that of the model included; 0 where it is not known
 */
public record Stage(String name, double seconds, double gflop, double gflops, double ofPeak, long peakMemory) {}
