package org.zvideo.video.strokes;

/**
 * How the strokes of a frame were found.
 *
 * @param kept share of the patches that kept the match of the frame before; 0 for the first frame of a shot
 * @param cost mean difference between a patch of the frame and its match in the painting, in units of the compared features: if
 *             it grows while matches are kept, strokes outlive their reason
 */
public record StrokeMeasures(double kept, double cost) {}
