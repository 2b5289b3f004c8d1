/**
 * Still pictures: read as 8-bit sRGB over white and upright, written, and named by numbers as a sequence.
 *
 * <p>Which decoder reads what was decided by trying the legal variants of each format: FFmpeg reads PNG and WebP, the JDK JPEG
 * and TIFF, and {@code BmpRows} BMP. OpenCV only computes and encodes. Trap: its decoders swallow what they find, have their
 * limits in the environment alone, and are wrong about transparency of BMP and TIFF.
 */
package org.zvideo.video.picture;
