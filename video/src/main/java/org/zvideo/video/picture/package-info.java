/**
 * Still pictures: they are read as 8-bit sRGB, upright and flattened onto white, written, and numbered as sequences.
 *
 * <p>Trying the legal variants of each format decided which decoder reads it: FFmpeg reads PNG and WebP, the JDK reads
 * JPEG and TIFF, and {@code BmpRows} reads BMP. OpenCV only computes and encodes.
 *
 * <p>Trap: OpenCV's decoders accept damage silently, take their limits from the environment only, and are wrong about
 * the transparency of BMP and TIFF.
 */
package org.zvideo.video.picture;
