/**
 * Still pictures: read as 8-bit sRGB over white and upright, written, and named by numbers as a sequence.
 *
 * <p>Trap: OpenCV swallows what its decoders report, so a damaged picture may come out without an error.
 */
package org.zvideo.video.picture;
