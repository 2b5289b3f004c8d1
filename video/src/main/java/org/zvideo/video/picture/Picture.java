package org.zvideo.video.picture;

import java.util.Optional;
import org.zvideo.core.image.RgbImage;

/**
 * A picture with what a mask has to know about it.
 *
 * @param image in sRGB, upright, with transparency flattened onto white
 * @param alpha the opacity of each pixel, row by row, 255 for opaque; empty if every pixel is opaque
 * @param faint whether it was stored with numbers above 0 that are all too small to show in 8 bits
 */
public record Picture(RgbImage image, Optional<byte[]> alpha, boolean faint) {}
