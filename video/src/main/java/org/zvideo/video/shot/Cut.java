package org.zvideo.video.shot;

/**
 * A frame that begins a shot, other than the first frame of all.
 *
 * @param frame   its number
 * @param seconds its time in the source
 */
public record Cut(long frame, double seconds) {}
